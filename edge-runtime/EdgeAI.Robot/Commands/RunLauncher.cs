using EdgeAI.Profiles;
using EdgeAI.Runtime.Replay;

namespace EdgeAI.Robot.Commands;

/// <summary>Loads what a run needs and starts the kind of run that was asked for.</summary>
internal static class RunLauncher
{
    /// <summary>Runs until the end.</summary>
    /// <param name="options">What the command line asks for.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="CannotRunException">Something must be mended first.</exception>
    public static int Run(RunOptions options)
    {
        if (!ProfileLoader.TryLoad(options.Profile, out Profile? profile, out IReadOnlyList<ProfileProblem> problems))
        {
            throw new CannotRunException(string.Join('\n', problems));
        }

        using StopRequest stop = new();
        if (options.Duration is { } duration)
        {
            stop.After(duration);
        }

        if (options.Replay is not { } path)
        {
            return LiveRun.RunAsync(profile, options, stop.Token).GetAwaiter().GetResult();
        }

        return RecordingLoader.TryLoad(path, out Recording? recording, out string problem)
            ? ReplayRun.RunAsync(profile, recording!, options, stop.Token).GetAwaiter().GetResult()
            : throw new CannotRunException(problem);
    }
}
