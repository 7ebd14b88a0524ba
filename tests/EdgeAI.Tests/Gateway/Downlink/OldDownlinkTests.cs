using System.Text;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>A journal that a gateway of schema version 1 wrote is opened in place, and nothing in it is forgotten or done twice.</summary>
public sealed class OldDownlinkTests : IDisposable
{
    private const string Robot = "robot-1";
    private const string RobotTopic = $"edgeai/v1/{GatewayLife.Site}/{Robot}/commands";

    // As that version made it, byte for byte.
    private const string VersionOne = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE commands(
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          id BLOB NOT NULL UNIQUE,
          target TEXT NOT NULL,
          envelope BLOB NOT NULL,
          not_before INTEGER NOT NULL,
          expires INTEGER NOT NULL,
          state INTEGER NOT NULL,
          reason INTEGER NOT NULL,
          detail BLOB NOT NULL,
          at INTEGER NOT NULL,
          sent INTEGER NOT NULL,
          settled INTEGER NOT NULL,
          rollout BLOB);
        CREATE INDEX commands_waiting ON commands(number) WHERE settled=0;
        CREATE INDEX commands_settled ON commands(expires) WHERE settled=1;
        CREATE TABLE reports(number INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
        CREATE TABLE rollouts(
          id BLOB PRIMARY KEY,
          manifest BLOB NOT NULL,
          phase INTEGER NOT NULL,
          stage INTEGER NOT NULL,
          since INTEGER NOT NULL,
          outcome TEXT NOT NULL) WITHOUT ROWID;
        INSERT INTO meta(key, value) VALUES ('forgotten_through', 0);
        PRAGMA application_id=1161906500; PRAGMA user_version=1;
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly FakeBus _bus = new();
    private readonly List<byte[]> _spool = [];
    private readonly byte[] _waiting;
    private readonly byte[] _done;
    private readonly byte[] _announced;

    public OldDownlinkTests()
    {
        _waiting = GatewayLife.Command(_time, "ping", Robot);
        _done = GatewayLife.Command(_time, "ping", Robot);
        _announced = GatewayLife.Command(_time, "artifact.announce", GatewayLife.Gateway, arguments: Encoding.UTF8.GetBytes($$"""
            {"name":"grasp","version":"1","kind":"model","bytes":10,"sha256":"{{new string('a', 64)}}","url":"http://models.example/grasp","robots":["{{Robot}}"],"rollout":{"stages":[{"count":1}]} }
            """));
        using SqliteConnection connection = Connect();
        Execute(connection, VersionOne);
        Insert(connection, _waiting, CommandState.Received);
        Insert(connection, _done, CommandState.Done);
        Insert(connection, _announced, CommandState.Executing);
        _ = CommandReader.Open(_done, out CommandReader done);
        Execute(connection, "INSERT INTO reports(body) VALUES ($body)", ("$body", CommandResultWriter.WriteBody(done, CommandState.Done, CommandReason.None, CommandReporter.Robot, 1, default)));
        _ = CommandReader.Open(_announced, out CommandReader announced);
        Execute(
            connection,
            "INSERT INTO rollouts(id, manifest, phase, stage, since, outcome) VALUES ($id, $manifest, 1, 0, 1, '')",
            ("$id", announced.Id.ToArray()),
            ("$manifest", announced.Arguments.ToArray()));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Journal_OfVersionOne_GoesOnWhereItWas()
    {
        using (GatewayLife life = Live())
        {
            // What waited goes to its robot; what was done stays done, however often the upstream sends it.
            _bus.Subscribe(Robot, RobotTopic);
            Assert.Equal(ReceiveOutcome.Known, life.Desk.Accept(_done, isLocal: false));
            life.Desk.Step();
            Assert.Equal(_waiting, Assert.Single(_bus.Drain()));
            life.Desk.Answer(Robot, GatewayLife.Result(_waiting, CommandState.Done));
            Assert.Equal(CommandState.Done, life.Journal.Find(GatewayLife.IdOf(_waiting))!.State);

            // The report that had not reached the spool does now.
            await life.Forwarder.DrainAsync();
            Assert.Equal([CommandState.Done], GatewayLife.Told(_spool, GatewayLife.IdOf(_done)));

            // The rollout waits for its artifact, and no time of it is counted that this gateway has not seen.
            Rollout rollout = Assert.Single(life.Rollouts.Open());
            Assert.Equal((GatewayLife.IdOf(_announced), RolloutPhase.Fetching, 0L), (rollout.Id, rollout.Phase, rollout.Elapsed));
            life.Rollouts.Fetched(rollout, CommandReason.None, "");
            Assert.Equal(RolloutPhase.Installing, Assert.Single(life.Rollouts.Open()).Phase);
        }

        // Once is enough.
        using GatewayLife again = Live();
        Assert.Equal(RolloutPhase.Installing, Assert.Single(again.Rollouts.Open()).Phase);
        using SqliteConnection connection = Connect();
        Assert.Equal((long)DownlinkDatabase.SchemaVersion, Scalar(connection, "PRAGMA user_version"));
    }

    [Fact]
    public void Journal_OfVersionOne_IsLaidOutAsANewOneAfterwards()
    {
        DownlinkDatabase.OpenOrSetAside(GatewayLife.OptionsIn(_folder.Path, _time)).Dispose();
        DownlinkDatabase.OpenOrSetAside(GatewayLife.OptionsIn(_folder["new"], _time)).Dispose();

        Assert.Empty(Directory.GetFiles(_folder.Path, "*.damaged-*"));
        Assert.Equal(IndexesAndTables(Path.Combine(_folder["new"], DownlinkDatabase.FileName)), IndexesAndTables(Path.Combine(_folder.Path, DownlinkDatabase.FileName)));
    }

    [Fact]
    public void Journal_OfALaterVersion_IsRefusedAndStays()
    {
        using (SqliteConnection connection = Connect())
        {
            Execute(connection, $"PRAGMA user_version={DownlinkDatabase.SchemaVersion + 1}");
        }

        EdgeAI.Gateway.GatewayException refused = Assert.Throws<EdgeAI.Gateway.GatewayException>(() => DownlinkDatabase.OpenOrSetAside(GatewayLife.OptionsIn(_folder.Path, _time)));

        Assert.EndsWith($"is of schema version {DownlinkDatabase.SchemaVersion + 1}, this gateway knows {DownlinkDatabase.SchemaVersion}: run the gateway that wrote it", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.damaged-*"));
    }

    private GatewayLife Live() => new(GatewayLife.OptionsIn(_folder.Path, _time), _bus, _spool);

    private SqliteConnection Connect(string? file = null)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file ?? Path.Combine(_folder.Path, DownlinkDatabase.FileName), Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private string[] IndexesAndTables(string file)
    {
        using SqliteConnection connection = Connect(file);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_master ORDER BY name";
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> found = [];
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return [.. found];
    }

    private static void Insert(SqliteConnection connection, byte[] envelope, CommandState state)
    {
        _ = CommandReader.Open(envelope, out CommandReader command);
        Execute(
            connection,
            "INSERT INTO commands(id, target, envelope, not_before, expires, state, reason, detail, at, sent, settled, rollout) VALUES ($id, $target, $envelope, 0, $expires, $state, 0, x'', 1, 0, $settled, NULL)",
            ("$id", command.Id.ToArray()),
            ("$target", command.TargetText),
            ("$envelope", envelope),
            ("$expires", command.ExpiresUtcNanoseconds),
            ("$state", (long)state),
            ("$settled", state.IsFinal() ? 1 : 0));
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
