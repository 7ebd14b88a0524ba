using EdgeAI.Profiles;

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

        if (options.Replay is not null && options.LiveView is not null)
        {
            throw new CannotRunException("--live-view: a replay is not shown live; open the recording itself in Foxglove, or leave one of --replay and --live-view out");
        }

        if (options.Replay is not null && options.WatchModels)
        {
            throw new CannotRunException("--watch-models: a replay runs what it began with; leave one of --replay and --watch-models out");
        }

        using StopRequest stop = new();
        if (options.Duration is { } duration)
        {
            stop.After(duration);
        }

        return (options.Replay is null ? LiveRun.RunAsync(profile, options, stop.Token) : ReplayRun.RunAsync(profile, options, stop.Token)).GetAwaiter().GetResult();
    }
}
