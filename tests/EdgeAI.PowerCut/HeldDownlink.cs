using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;

namespace EdgeAI.PowerCut;

/// <summary>The child of the downlink's kill tests: takes one command as a gateway or as a robot does, stands still at one named step, says so, and is killed there.</summary>
internal static class HeldDownlink
{
    private const string Site = "hall-2";
    private const string Robot = "robot-1";

    /// <summary>Takes the command in FOLDER/command.bin, as a gateway with its journal in FOLDER.</summary>
    /// <returns>Only where the step never came: 3.</returns>
    public static async Task<int> RunGatewayAsync(string folder, string step)
    {
        byte[] command = await File.ReadAllBytesAsync(Path.Combine(folder, "command.bin"));
        DownlinkOptions options = new()
        {
            Folder = folder,
            Permissions = [new CommandPermission("city", "*", "*")],
            Artifacts = new ArtifactOptions { Port = 0 },
            AtStep = now => Hold(now.ToString(), step),
        };
        using DownlinkDatabase database = DownlinkDatabase.Open(options);
        CommandJournal journal = new(database, options);
        RolloutDesk rollouts = new(options, database, journal) { Port = 8080 };
        WrittenBus bus = new(Path.Combine(folder, "published.bin"));
        using CommandDesk desk = new(options, Site, "gw-1", database, journal, bus, [new AnnounceCommand(options, rollouts)]);
        ReportForwarder forwarder = new(database, journal, body => Task.FromResult(Append(Path.Combine(folder, "reports.txt"), Convert.ToHexString(body.Span))), options);
        desk.Accept(command, isLocal: false);
        desk.Step();
        foreach (Rollout rollout in rollouts.Open())
        {
            rollouts.Fetched(rollout, CommandReason.None, "");
        }

        desk.Answer(Robot, Answer(command));
        await forwarder.DrainAsync();
        return 3;
    }

    /// <summary>Does the command in FOLDER/command.bin, as a robot with its journal in FOLDER; one line in FOLDER/effects.txt is its effect.</summary>
    /// <returns>Only where the step never came: 3.</returns>
    public static async Task<int> RunRobotAsync(string folder, string step)
    {
        bool isArmed = false;
        void At(RobotStep now)
        {
            if (isArmed)
            {
                Hold(now.ToString(), step);
            }
        }

        long now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        using RobotCommandJournal journal = RobotCommandJournal.Open(folder, now, capacity: 2, atStep: At);

        // So full that it must forget before it takes another one.
        journal.Note(CommandId.Draw(), new JournalEntry(1, 1, CommandState.Done, CommandReason.None, []));
        journal.Note(CommandId.Draw(), new JournalEntry(1, 1, CommandState.Done, CommandReason.None, []));
        isArmed = true;
        await using CommandRunner runner = new(Robot, journal, [new WrittenHandler(Path.Combine(folder, "effects.txt"))], static _ => { }, TimeProvider.System, At);
        runner.Take(await File.ReadAllBytesAsync(Path.Combine(folder, "command.bin")));
        await runner.RunOneAsync();
        return 3;
    }

    private static byte[] Answer(byte[] command)
    {
        _ = CommandReader.Open(command, out CommandReader reader);
        return CommandResultWriter.WriteMessage(reader, CommandState.Done, CommandReason.None, 1, []);
    }

    private static void Hold(string now, string step)
    {
        if (now == step)
        {
            Console.WriteLine($"at {step}");
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static bool Append(string path, string line)
    {
        File.AppendAllText(path, line + "\n");
        return true;
    }

    private sealed class WrittenBus(string path) : ILocalBus
    {
        public event Action<string, string>? Subscribed
        {
            add { }
            remove { }
        }

        public int Publish(string topic, ReadOnlySpan<byte> payload, bool atLeastOnce)
        {
            File.WriteAllBytes(path, payload.ToArray());
            return 1;
        }

        public void Register(ILocalPublishHandler handler)
        {
        }
    }

    private sealed class WrittenHandler(string path) : ICommandHandler
    {
        public string Name => "once";

        public bool IsRepeatable => false;

        public bool IsLong => false;

        public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments) => CommandReason.None;

        public Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
        {
            Append(path, request.Id.ToString());
            return Task.FromResult(HandlerResult.Done);
        }
    }
}
