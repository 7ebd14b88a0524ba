using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Perception.Store;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Perception.Store;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class ModelCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreWriter _writer;
    private readonly ModelTarget _target;

    public ModelCommandsTests()
    {
        _writer = new StoreWriter(OpenStore, TimeProvider.System);
        _target = new ModelTarget(_folder["robot"], _writer, new StoreDisk());
    }

    [Fact]
    public async Task Artifact_InstalledCheckedAndRolledBack_EachAgainWithoutHarm()
    {
        Add(1);
        byte[] tar = Tar(2);
        ArtifactOrder order = Order(tar);

        // The second time as after a robot that died before it noted the end.
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(CommandState.Done, (await _target.InstallAsync(order, Download(tar), TestContext.Current.CancellationToken)).State);
            Assert.Equal((2, 2), (Found().Current, Found().Generations.Length));
        }

        Assert.Equal(CommandState.Done, (await _target.CheckAsync(order, TestContext.Current.CancellationToken)).State);
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(CommandState.Done, (await _target.RollBackAsync(order, TestContext.Current.CancellationToken)).State);
            Assert.Equal(1, Found().Current);
        }

        Assert.Equal(CommandReason.HeldBack, (await _target.CheckAsync(order, TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task Artifact_NeverInstalled_IsRolledBackAlreadyAndNotThere()
    {
        Add(1);
        ArtifactOrder order = Order(Tar(2));

        Assert.Equal(CommandState.Done, (await _target.RollBackAsync(order, TestContext.Current.CancellationToken)).State);
        Assert.Equal(CommandReason.NotInstalled, (await _target.CheckAsync(order, TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task Artifact_AnnouncedAgainWhereItRuns_StaysWhenEitherRolloutIsGivenUp()
    {
        Add(1);
        byte[] tar = Tar(2);
        ArtifactOrder first = Order(tar);
        ArtifactOrder second = Order(tar);
        await _target.InstallAsync(first, Download(tar), TestContext.Current.CancellationToken);
        await _target.InstallAsync(second, Download(tar), TestContext.Current.CancellationToken);
        Assert.Equal(CommandState.Done, (await _target.CheckAsync(second, TestContext.Current.CancellationToken)).State);

        Assert.Equal(CommandState.Done, (await _target.RollBackAsync(second, TestContext.Current.CancellationToken)).State);
        Assert.Equal(2, Found().Current);
        Assert.Equal(CommandState.Done, (await _target.RollBackAsync(first, TestContext.Current.CancellationToken)).State);
        Assert.Equal(2, Found().Current);
    }

    [Fact]
    public async Task Artifact_FirstOfItsName_IsGivenUpWithItsNameAndEachAgainWithoutHarm()
    {
        byte[] tar = Tar(2);
        ArtifactOrder order = Order(tar);
        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(CommandState.Done, (await _target.InstallAsync(order, Download(tar), TestContext.Current.CancellationToken)).State);
            Assert.Equal(1, Found().Current);
        }

        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(CommandState.Done, (await _target.RollBackAsync(order, TestContext.Current.CancellationToken)).State);
            Assert.Equal(StoreRefusal.NotFound, _writer.Store.Find("grasp", out _, out _));
        }

        Assert.Equal((StoreEvent.RolledBack, "grasp"), (_writer.Store.Log.Last().Event, _writer.Store.Log.Last().Name));
        Assert.Empty(_writer.Store.Verify(null));
    }

    [Theory]
    [InlineData("../model.onnx", TarEntryType.RegularFile)]
    [InlineData("/model.onnx", TarEntryType.RegularFile)]
    [InlineData("folder/model.onnx", TarEntryType.RegularFile)]
    [InlineData("model.onnx", TarEntryType.SymbolicLink)]
    [InlineData("model.onnx", TarEntryType.HardLink)]
    public async Task Artifact_WhoseTarLeadsElsewhere_IsRefused(string name, TarEntryType type)
    {
        Add(1);
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, leaveOpen: true))
        {
            PaxTarEntry entry = new(type, name);
            if (type == TarEntryType.RegularFile)
            {
                entry.DataStream = new MemoryStream([1, 2, 3]);
            }
            else
            {
                entry.LinkName = "/etc/passwd";
            }

            writer.WriteEntry(entry);
        }

        HandlerResult result = await _target.InstallAsync(Order(stream.ToArray()), Download(stream.ToArray()), TestContext.Current.CancellationToken);

        Assert.Equal((CommandState.Failed, CommandReason.StoreRefused), (result.State, result.Reason));
        Assert.Single(Found().Generations);
        Assert.Empty(Directory.GetDirectories(_folder["robot/unpacked"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(1200)]
    public async Task Artifact_ThatIsCutOffOrNoModel_IsRefused(int length)
    {
        Add(1);
        byte[] cut = length == 0 ? [1, 2, 3] : Tar(2)[..length];

        Assert.Equal(CommandState.Failed, (await _target.InstallAsync(Order(cut), Download(cut), TestContext.Current.CancellationToken)).State);

        Assert.Equal((1, 1), (Found().Current, Found().Generations.Length));
    }

    [Fact]
    public async Task Model_PromotedAndRolledBackByCommand_EachAgainWithoutHarm()
    {
        Add(1);
        Add(2);
        ModelPromoteHandler promote = new(_writer);
        ModelRollbackHandler rollback = new(_writer);
        CommandRequest forth = Request("""{"name":"grasp","generation":2,"why":"a try"}""");
        CommandRequest back = Request("""{"name":"grasp","from":2}""");

        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(CommandState.Done, (await promote.RunAsync(forth, TestContext.Current.CancellationToken)).State);
            Assert.Equal(2, Found().Current);
        }

        for (int time = 0; time < 2; time++)
        {
            Assert.Equal(CommandState.Done, (await rollback.RunAsync(back, TestContext.Current.CancellationToken)).State);
            Assert.Equal(1, Found().Current);
        }

        HandlerResult none = await promote.RunAsync(Request("""{"name":"grasp","generation":9}"""), TestContext.Current.CancellationToken);
        Assert.Equal((CommandState.Failed, CommandReason.StoreRefused), (none.State, none.Reason));
    }

    [Theory]
    [InlineData("""{"name":"grasp","generation":2}""", CommandReason.None, CommandReason.BadArguments)]
    [InlineData("""{"name":"grasp","from":2}""", CommandReason.BadArguments, CommandReason.None)]
    [InlineData("""{"name":"grasp"}""", CommandReason.BadArguments, CommandReason.BadArguments)]
    [InlineData("""{"generation":2}""", CommandReason.BadArguments, CommandReason.BadArguments)]
    [InlineData("""{"name":"grasp","generation":2,"other":1}""", CommandReason.BadArguments, CommandReason.BadArguments)]
    [InlineData("[", CommandReason.BadArguments, CommandReason.BadArguments)]
    [InlineData("null", CommandReason.BadArguments, CommandReason.BadArguments)]
    public void ModelCommand_Arguments_AreJudged(string json, CommandReason promote, CommandReason rollback)
    {
        byte[] arguments = Encoding.UTF8.GetBytes(json);

        Assert.Equal(promote, new ModelPromoteHandler(_writer).Check(CommandReader.NoBoard, arguments));
        Assert.Equal(rollback, new ModelRollbackHandler(_writer).Check(CommandReader.NoBoard, arguments));
    }

    public void Dispose() => _folder.Dispose();

    private static CommandRequest Request(string json) => new(CommandId.Draw(), CommandReader.NoBoard, Encoding.UTF8.GetBytes(json), long.MaxValue);

    private static ArtifactOrder Order(byte[] content) => new()
    {
        Rollout = CommandId.Draw().ToString(),
        Name = "grasp",
        Version = "2",
        Kind = ArtifactKind.Model,
        Bytes = content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        ChunkBytes = 4096,
        Scheme = "http",
        Port = 1,
    };

    private ModelStore OpenStore()
    {
        StoreRefusal refusal = ModelStore.Open(_folder["store"], create: true, new StoreOptions(), TimeProvider.System, out ModelStore? store, out string problem);
        Assert.True(refusal == StoreRefusal.None, problem);
        return store!;
    }

    private ModelRef Found()
    {
        Assert.Equal(StoreRefusal.None, _writer.Store.Find("grasp", out ModelRef? found, out _));
        return found!;
    }

    private string Source(int bias) => GraspModel.Write(_folder[$"source-{bias}"], 0.5f, bias);

    private void Add(int bias) => Assert.Equal(StoreRefusal.None, _writer.Store.Add(Source(bias), "grasp", StoredVariant.Original, out _, out _, out _));

    private byte[] Tar(int bias)
    {
        using MemoryStream stream = new();
        TarFile.CreateFromDirectory(Source(bias), stream, includeBaseDirectory: false);
        return stream.ToArray();
    }

    private string Download(byte[] content)
    {
        string path = _folder["download"];
        File.WriteAllBytes(path, content);
        return path;
    }
}
