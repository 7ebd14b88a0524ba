using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Robot.Commands;

/// <summary>The option --diff: where two recordings first part.</summary>
internal static class DiffRun
{
    /// <summary>Compares.</summary>
    /// <param name="left">The one file.</param>
    /// <param name="right">The other.</param>
    /// <param name="ignored">Fields and topics that may differ.</param>
    /// <returns>0 where they say the same, 1 where they differ.</returns>
    /// <exception cref="CannotRunException">One of them cannot be read.</exception>
    public static int Run(string left, string right, string[] ignored)
    {
        using FileStream leftStream = Open(left);
        using FileStream rightStream = Open(right);
        McapReader leftReader = Read(left, leftStream);
        McapReader rightReader = Read(right, rightStream);
        RecordingComparison comparison = new(ignored.ToHashSet(StringComparer.Ordinal));
        RecordingDifference? difference = comparison.FindFirst(leftReader, rightReader);
        ReportProblems(left, leftReader);
        ReportProblems(right, rightReader);
        if (difference is null)
        {
            Console.WriteLine($"same: {comparison.Compared} messages");
            return ExitCode.Success;
        }

        Console.WriteLine($"differ: {difference.Topic}, message {difference.Message}, sequence {difference.Sequence}, after {comparison.Compared} that are the same or passed over");
        foreach (string line in difference.Lines)
        {
            Console.WriteLine($"  {line}");
        }

        return ExitCode.Failure;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path}: cannot be read ({failure.Message.TrimEnd('.')}); name a file that is there and readable", failure);
        }
    }

    private static McapReader Read(string path, FileStream stream) => McapReader.TryOpen(stream, null, out McapReader? reader, out McapProblem problem)
        ? reader
        : throw new CannotRunException($"{path}: is no MCAP file ({problem.Rejection} at byte {problem.Offset}); name a recording");

    private static void ReportProblems(string path, McapReader reader)
    {
        if (reader.State == McapFileState.Truncated || reader.Problems.Total > 0)
        {
            string state = reader.State == McapFileState.Truncated ? "was cut off" : "is damaged";
            Console.Error.WriteLine($"edgeai-robot: {path}: {state} ({reader.Problems}); what can be read of it was compared");
        }
    }
}
