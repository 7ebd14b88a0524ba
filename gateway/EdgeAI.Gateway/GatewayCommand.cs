using System.CommandLine;
using EdgeAI.Gateway.Commands;
using EdgeAI.Gateway.Operation;

namespace EdgeAI.Gateway;

/// <summary>The command line: options in, a running gateway until Ctrl-C or SIGTERM. Exit codes are in OPERATION.md.</summary>
internal static class GatewayCommand
{
    private const int CannotRun = 2;
    private const int MaximumDrainSeconds = 86_400;
    private const string DrainOption = "--drain";

    private static readonly TimeSpan OrdinaryEnding = TimeSpan.FromSeconds(30);

    /// <summary>Makes the root command.</summary>
    public static RootCommand Create()
    {
        GatewayOptionSet set = new();
        Option<LogFormat> log = new("--log") { Description = "How log lines look: Text, one line for people, or Json, one object a line" };
        Option<int> drain = new(DrainOption) { Description = "For how many seconds the upstream may take what waits once the gateway is told to stop", DefaultValueFactory = _ => 0 };
        Option<bool> verbose = new("--verbose") { Description = "Show where an error comes from" };
        RootCommand command = new("Takes records from robots over MQTT, acknowledges them once they are on disk, and passes them on to the city") { log, drain, verbose };
        set.AddTo(command);
        command.Subcommands.Add(PolicyCommand.Create(TimeProvider.System));
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                GatewayOptions options = set.Read(result);
                int seconds = result.GetValue(drain) is >= 0 and <= MaximumDrainSeconds and int given ? given : throw new GatewayException($"{DrainOption} {result.GetValue(drain)} is not a number of seconds: use 0 to {MaximumDrainSeconds}");
                return await GatewayService.RunAsync(options, result.GetValue(log), TimeSpan.FromSeconds(seconds), result.InvocationConfiguration.Output, cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(result.GetValue(verbose) ? exception.ToString() : $"EdgeAI.Gateway: {exception.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
                return CannotRun;
            }
        });
        command.Subcommands.Add(DoctorCommand.Create());
        command.Subcommands.Add(CommandCommand.Create());
        command.Subcommands.Add(RolloutCommand.Create());
        command.Subcommands.Add(ArtifactCommand.Create());
        command.Subcommands.Add(AuthorityCommand.Create(TimeProvider.System));
        command.Subcommands.Add(EnrollCommand.Create(TimeProvider.System));
        command.Subcommands.Add(RenewCommand.Create(TimeProvider.System));
        command.Subcommands.Add(JoinCommand.Create(TimeProvider.System));
        command.Subcommands.Add(JoinCommand.CreateAgain(TimeProvider.System));
        command.Subcommands.Add(RevokeCommand.Create(TimeProvider.System));
        command.Subcommands.Add(SpoolCommand.Create(TimeProvider.System));
        command.Subcommands.Add(KeysCommand.Create());
        command.Subcommands.Add(VerifyCommand.Create(TimeProvider.System));
        command.Subcommands.Add(DevicesCommand.Create(TimeProvider.System));
        return command;
    }

    /// <summary>How long a command may take to end once it is told to.</summary>
    public static TimeSpan EndingTime(ParseResult result)
        => OrdinaryEnding + (result.CommandResult.Command is RootCommand && result.Errors.Count == 0 ? TimeSpan.FromSeconds(result.GetValue<int>(DrainOption)) : TimeSpan.Zero);
}
