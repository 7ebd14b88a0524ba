using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Gateway.Identity;
using EdgeAI.Perception.Store;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Models;
using EdgeAI.Robot.Outbound;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Robot.Downlink;

/// <summary>The robot's end of the downlink: its journal, what it can do, and its connection for commands.</summary>
internal sealed class RobotDownlink : IAsyncDisposable
{
    private const long MinimumFreeBytes = 256L << 20;

    private readonly RobotCommandJournal _journal;
    private readonly CommandRunner _runner;
    private readonly CommandConnection _connection;
    private readonly HttpClient _client;

    private RobotDownlink(RobotParts parts, string folder, GatewayAddress gateway, RobotCommandJournal journal)
    {
        _journal = journal;
        TimeProvider time = TimeProvider.System;
        TlsClient? tls = gateway.LoadTls(time);
        _client = ArtifactFetch.ClientFor(tls);
        StoreDisk disk = new();
        StoreWriter store = new(() => StoreFolders.Open(parts.Profile.ModelStore is { } own ? parts.Profile.PathOf(own) : null, create: true), time);
        Dictionary<ArtifactKind, IArtifactTarget> targets = new()
        {
            [ArtifactKind.Model] = new ModelTarget(folder, store, disk),
            [ArtifactKind.Configuration] = new ConfigurationTarget(folder, disk),
        };
        ArtifactFetch fetch = new(folder, gateway.Host, _client, tls, MinimumFreeBytes, time);
        Dictionary<ushort, BoardCommander> boards = parts.Graph.Intakes.Where(static intake => intake.Conversation is not null)
            .ToDictionary(static intake => intake.Conversation!.Board, static intake => intake.Conversation!.Commander);
        ICommandHandler[] handlers =
        [
            new PingHandler(), new BoardCommandHandler(boards, time), new ModelPromoteHandler(store), new ModelRollbackHandler(store), .. ArtifactHandler.All(targets, fetch),
        ];
        _runner = new CommandRunner(parts.Profile.Robot.Id, journal, handlers, Publish, time);
        _connection = new CommandConnection(parts.Profile.Site, parts.Profile.Robot.Id, gateway, _runner.Take, time);
    }

    /// <summary>Opens the journal and connects.</summary>
    /// <param name="parts">The robot.</param>
    /// <param name="folder">Where the journal and what is installed lie.</param>
    /// <param name="gateway">Where the gateway is.</param>
    /// <exception cref="CannotRunException">The folder or a file for TLS cannot be used.</exception>
    public static RobotDownlink Start(RobotParts parts, string folder, GatewayAddress gateway)
    {
        try
        {
            long now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
            RobotDownlink downlink = new(parts, folder, gateway, RobotCommandJournal.Open(folder, now));
            downlink._runner.Start();
            downlink._connection.Start();
            return downlink;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"--commands: {folder} cannot be used ({problem.Message}): change its rights or name another folder", problem);
        }
    }

    /// <summary>Lines for the display.</summary>
    public IEnumerable<string> Lines()
        => [$"Commands {(_connection.Connected ? "connected" : $"not connected: {_connection.LastError}")}, {_journal.Count} in the journal{(_runner.LastError.Length > 0 ? $"; {_runner.LastError}" : "")}"];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _runner.DisposeAsync().ConfigureAwait(false);
        _journal.Dispose();
        _client.Dispose();
    }

    private void Publish(byte[] result) => _connection.Publish(result);
}
