using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>A gateway's downlink from its start to its end, orderly or not, stepped by a test; the spool is a list that outlives it.</summary>
internal sealed class GatewayLife : IDisposable
{
    public const string Site = "hall-2";
    public const string Gateway = "gw-1";

    private readonly DownlinkDatabase _database;

    public GatewayLife(DownlinkOptions options, FakeBus bus, List<byte[]> spool)
    {
        _database = DownlinkDatabase.Open(options);
        try
        {
            Journal = new CommandJournal(_database, options);
            Rollouts = new RolloutDesk(options, _database, Journal) { Port = 8080 };
            Desk = new CommandDesk(options, Site, Gateway, _database, Journal, bus, [new AnnounceCommand(options, Rollouts), new StopRolloutCommand(Journal, Rollouts)]);
        }
        catch
        {
            _database.Dispose();
            throw;
        }

        Forwarder = new ReportForwarder(
            _database,
            Journal,
            body =>
            {
                spool.Add(body.ToArray());
                return Task.FromResult(true);
            },
            options);
    }

    public CommandJournal Journal { get; }

    public CommandDesk Desk { get; }

    public RolloutDesk Rollouts { get; }

    public ReportForwarder Forwarder { get; }

    public static DownlinkOptions OptionsIn(string folder, TimeProvider time) => new()
    {
        Folder = folder,
        Time = time,
        WithoutSync = true,
        Permissions = [new CommandPermission("city", "*", "*")],
        Artifacts = new ArtifactOptions { Port = 0, MinimumFreeBytes = 0, InitialBackoff = TimeSpan.FromMilliseconds(5), MaximumBackoff = TimeSpan.FromMilliseconds(20) },
    };

    public static byte[] Command(TimeProvider time, string name, string target, string issuer = "city", TimeSpan? life = null, TimeSpan? notBefore = null, byte[]? arguments = null, CommandId? id = null)
    {
        long now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        return CommandWriter.Write(new CommandFields
        {
            Id = id ?? CommandId.Draw(),
            Issuer = issuer,
            Target = target,
            Name = name,
            Arguments = arguments ?? [],
            IssuedUtcNanoseconds = now,
            NotBeforeUtcNanoseconds = notBefore is { } pause ? now + (pause.Ticks * 100) : 0,
            ExpiresUtcNanoseconds = now + ((life ?? TimeSpan.FromMinutes(10)).Ticks * 100),
        });
    }

    public static CommandId IdOf(byte[] command)
    {
        Assert.Equal(CommandRejection.None, CommandReader.Open(command, out CommandReader reader));
        return reader.Id;
    }

    /// <summary>What a robot would publish about a command.</summary>
    public static byte[] Result(byte[] command, CommandState state, CommandReason reason = CommandReason.None, long at = 1, byte[]? detail = null)
    {
        Assert.Equal(CommandRejection.None, CommandReader.Open(command, out CommandReader reader));
        return CommandResultWriter.WriteMessage(reader, state, reason, at, detail ?? []);
    }

    /// <summary>The states that the city was told of a command, in order, each once.</summary>
    public static CommandState[] Told(List<byte[]> spool, CommandId id) => [.. spool.Where(body => Open(body).Id == id).Select(static body => Open(body).State).Distinct()];

    public static CommandResultReader Open(byte[] body)
    {
        Assert.Equal(CommandResultRejection.None, CommandResultReader.OpenBody(body, out CommandResultReader result));
        return result;
    }

    /// <summary>Ends as a kill does: nothing is written any more.</summary>
    public void Dispose()
    {
        Desk.Dispose();
        _database.Dispose();
    }
}
