using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Whether a board can take what its profile says: the length of its configuration.</summary>
internal static class ConfigurationRules
{
    /// <summary>Checks a board that is valid otherwise.</summary>
    /// <returns>Whether it fits.</returns>
    public static bool Check(BoardProfile board, SourceNode node, ProblemList problems)
    {
        int length = ConfigurationEncoder.Encode(board).Bytes.Length;
        if (length <= ConfigurationEncoder.MaximumBytes)
        {
            return true;
        }

        problems.Add(node["sensors"] ?? node, $"the board's configuration takes {length} bytes, and a board holds {ConfigurationEncoder.MaximumBytes}; leave out taxel layouts, or divide the sensors among two boards");
        return false;
    }
}
