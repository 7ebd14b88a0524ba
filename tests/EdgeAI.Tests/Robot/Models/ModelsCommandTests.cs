using System.Text.Json.Nodes;
using EdgeAI.Perception.Store;
using EdgeAI.Tests.Perception.Store;

namespace EdgeAI.Tests.Robot.Models;

/// <summary>The commands on a model store as a person runs them, and a robot that takes what they promote.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private static readonly string Grasp = Checkout.PathOf("edge-runtime", "models", "grasp-stability");

    private readonly string _root = Directory.CreateTempSubdirectory("edgeai-models-").FullName;

    private string Store => Path.Combine(_root, "store");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Commands_FromAddToPrune_DoWhatTheySay()
    {
        Assert.Contains("generation 1, original: is new", (await Run("add", Grasp, "--name", "grasp-stability")).Output, StringComparison.Ordinal);
        Assert.Contains("was there already", (await Run("add", Grasp, "--name", "grasp-stability")).Output, StringComparison.Ordinal);
        Assert.Contains("robots run generation 1 until it is promoted", (await Run("add", Other(), "--name", "grasp-stability")).Output, StringComparison.Ordinal);
        Assert.Contains("robots run generation 2 from now on, 1 before", (await Run("promote", "grasp-stability", "--ungated", "a test")).Output, StringComparison.Ordinal);
        JsonNode listed = JsonNode.Parse((await Run("list", "--json")).Output)!;
        Assert.Equal(2, (int)listed[0]!["current"]!);
        Assert.Contains("robots run generation 1 again", (await Run("rollback", "grasp-stability")).Output, StringComparison.Ordinal);
        Assert.Contains("whole: every object of 1 models", (await Run("verify")).Output, StringComparison.Ordinal);
        Assert.Contains("freed ", (await Run("prune", "--keep", "1")).Output, StringComparison.Ordinal);
        RobotResult log = await Run("log");
        Assert.Contains("Promoted", log.Output, StringComparison.Ordinal);
        Assert.Contains("a test", log.Output, StringComparison.Ordinal);
        RobotResult bench = await Run("bench", "grasp-stability");
        Assert.Contains("fastest within the loss: original on cpu", bench.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promote_HeldAgainstARecording_PassesTheSameAndHoldsBackAnother()
    {
        string set = DataSet();
        string same = Copy("same", static card => card["method"] = "the same again");
        string gate = Path.Combine(_root, "gate.json");
        await File.WriteAllTextAsync(gate, """{ "minInputs": 20, "maxLatencyRatio": 1000, "maxLatencyRatioP99": 1000 }""", TestContext.Current.CancellationToken);
        await Run("add", Grasp, "--name", "grasp-stability");
        await Run("add", same, "--name", "grasp-stability");
        await Run("add", Other(), "--name", "grasp-stability");
        RobotResult passed = await Run("promote", "grasp-stability", "2", "--recording", set, "--gate", gate);
        Assert.Contains("passed: 24 inputs of ", passed.Output, StringComparison.Ordinal);
        RobotResult held = await Models("promote", "grasp-stability", "3", "--recording", set, "--gate", gate);
        Assert.Equal(1, held.ExitCode);
        Assert.Contains("generation 3: held back: ", held.Errors, StringComparison.Ordinal);
        Assert.Equal([2], OpenStore().Names().Select(name => Current(name)));
        Assert.Equal([StoreEvent.Passed, StoreEvent.Promoted, StoreEvent.Failed], OpenStore().Log.Skip(3).Select(static line => line.Event));
    }

    [Fact]
    public async Task Robot_WhoseModelIsPromotedWhileItRuns_TakesItAndItsRecordingSaysSo()
    {
        await Run("add", Grasp, "--name", "grasp");
        await Run("add", Copy("other", static card => card["sha256"] = null, changesBytes: true), "--name", "grasp");
        using TemporaryProfile profile = new(text => text
            .Replace($"\"folder\": \"{Grasp.Replace('\\', '/')}\"", "\"stored\": \"grasp\"", StringComparison.Ordinal)
            .Replace("\"models\": [", $"\"modelStore\": \"{Store.Replace('\\', '/')}\",\n  \"models\": [", StringComparison.Ordinal));
        string recording = Path.Combine(_root, "run.mcap");
        RobotResult run = await RobotProcess.RunAsync(
            async (process, first) =>
            {
                await first;
                Assert.Equal(StoreRefusal.None, OpenStore().Promote("grasp", 2, "a test", null, out _));
            },
            "--profile", profile.Path, "--watch-models", "--duration", "10s", "--plain", "--record", recording);
        run.AssertNothingLost();
        Assert.Contains("executor allocated 0 B", run.Output, StringComparison.Ordinal);
        Assert.Contains("Model    grasp: generation 2", run.Output, StringComparison.Ordinal);
        Assert.Contains(OpenStore().Log, static line => line.Event == StoreEvent.Swapped && line.Generation == 2);
        RobotResult replay = await RobotProcess.RunAsync("--profile", profile.Path, "--replay", recording);
        Assert.Contains("recorded decisions of right_hand/grasp are of the model 276268cf6e88", replay.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no model store", "list")]
    [InlineData("--watch-models: a replay runs what it began with", "--replay", "any.mcap", "--watch-models")]
    public async Task Command_ThatCannotBegin_SaysWhy(string part, params string[] arguments) =>
        (arguments[0][0] == '-' ? await RobotProcess.RunAsync(arguments) : await Models(arguments)).AssertRefusedInOneLine(part);

    [Fact]
    public async Task Command_WithABadArgument_SaysWhichAndTheMend()
    {
        await Run("add", Grasp, "--name", "grasp");
        (await Models("add", Path.Combine(_root, "absent"), "--name", "x")).AssertRefusedInOneLine("absent", "name a folder that holds a model");
        (await Models("add", Grasp, "--name", "No Name")).AssertRefusedInOneLine("'No Name' is no model's name");
        (await Models("promote", "other")).AssertRefusedInOneLine("has no model 'other': it has grasp");
        (await Models("promote", "grasp", "9", "--ungated", "x")).AssertRefusedInOneLine("as 9: it has 1 (original)");
        (await Models("rollback", "grasp")).AssertRefusedInOneLine("there is nothing to go back to");
        (await Models("bench", "grasp", "--max-loss", "2")).AssertRefusedInOneLine("--max-loss 2: write a number from 0 to 1");
        (await Models("prune", "--keep", "0")).AssertRefusedInOneLine("--keep 0: keep at least 1");
        await Run("add", Other(), "--name", "grasp");
        (await Models("promote", "grasp")).AssertRefusedInOneLine("--recording: name what both models are asked");
    }

    private static async Task<RobotResult> RunWell(Task<RobotResult> running)
    {
        RobotResult run = await running;
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}:\n{run.Output}\n{run.Errors}");
        return run;
    }

    private Task<RobotResult> Run(params string[] arguments) => RunWell(Models(arguments));

    private Task<RobotResult> Models(params string[] arguments) => RobotProcess.RunBareAsync(["models", .. arguments, "--store", Store]);

    private ModelStore OpenStore()
    {
        Assert.Equal(StoreRefusal.None, ModelStore.Open(Store, create: false, new StoreOptions(), TimeProvider.System, out ModelStore? store, out _));
        return store!;
    }

    private int Current(string name) => StoreFolder.Find(OpenStore(), name).Current;

    /// <summary>A model that takes and tells what the shipped one does, and answers otherwise.</summary>
    private string Other()
    {
        // With the shipped one's statistics of inputs: a stage takes from them once what it watches for.
        string folder = GraspModel.Write(Path.Combine(_root, "made"), -0.001f, 0.1f);
        File.Copy(Path.Combine(Grasp, "input.json"), Path.Combine(folder, "input.json"), overwrite: true);
        return folder;
    }

    private string Copy(string name, Action<JsonObject> edit, bool changesBytes = false)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        foreach (string file in Directory.GetFiles(Grasp))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        JsonObject card = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "card.json")))!.AsObject();
        edit(card);
        if (changesBytes)
        {
            // ModelProto.doc_string, field 6: other bytes, the same graph.
            string model = Path.Combine(folder, "model.onnx");
            byte[] bytes = [.. File.ReadAllBytes(model), 0x32, 5, .. "again"u8];
            File.WriteAllBytes(model, bytes);
            card["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
            card["bytes"] = bytes.Length;
        }

        File.WriteAllText(Path.Combine(folder, "card.json"), card.ToJsonString());
        return folder;
    }

    /// <summary>A data set in BioTac's format: 24 grasps, of an object that nobody trained on.</summary>
    private string DataSet()
    {
        string path = Path.Combine(_root, "bts3v2_palm_45.csv");
        string header = "object,slipped," + string.Join(",", new[] { "ff", "mf", "th" }.SelectMany(static finger => Enumerable.Range(1, 24).Select(taxel => $"{finger}_biotac_{taxel}")));
        IEnumerable<string> rows = Enumerable.Range(0, 24).Select(static row => $"thing,{row % 2}," + string.Join(",", Enumerable.Range(0, 72).Select(taxel => 2400 + ((taxel * 37) + (row * 91)) % 900)));
        File.WriteAllLines(path, rows.Prepend(header));
        return path;
    }
}
