using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>The ways to controllers: there is one, and none is named twice.</summary>
internal static class OutletRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        if (profile["outlets"] is not { Kind: JsonValueKind.Object } outlets)
        {
            return;
        }

        UniqueNames paths = new("each way out a path");
        paths.Add(outlets["ring"], problems);
        foreach (SourceNode socket in outlets.ItemsOf("sockets"))
        {
            paths.Add(socket, problems);
        }

        if (outlets["ring"] is null && outlets["sockets"] is null)
        {
            problems.Add(outlets, "names no way out; add \"ring\" or \"sockets\", or remove it");
        }
    }
}
