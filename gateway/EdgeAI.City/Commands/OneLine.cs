using System.CommandLine;

namespace EdgeAI.City.Commands;

/// <summary>Runs a command so that whatever goes wrong ends in one line on the error output and exit code 2.</summary>
internal static class OneLine
{
    private const int CannotRun = 2;

    /// <summary>Runs it; its exit code.</summary>
    public static async Task<int> RunAsync(ParseResult result, Func<TextWriter, Task<int>> run)
    {
        try
        {
            return await run(result.InvocationConfiguration.Output).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"EdgeAI.City: {exception.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            return CannotRun;
        }
    }
}
