namespace EdgeAI.Tests.Robot;

/// <summary>Providers, libraries and options of models, as a person uses them in a profile.</summary>
public sealed class InferenceRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-inference-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Model_OnAProviderThatIsNotHere_IsRefusedByName()
    {
        using TemporaryProfile profile = With("\"providers\": [\"cuda\", \"cpu\"]");
        (await RobotProcess.RunAsync("--profile", profile.Path)).AssertRefusedInOneLine("model 'force-torque-failure'", "the provider cuda absent");
    }

    [Fact]
    public async Task Model_OnAProviderThatIsNotHereAndNotStrict_RunsAndSaysOnWhat()
    {
        using TemporaryProfile profile = With("\"providers\": [\"cuda\", \"cpu\"], \"strict\": false");
        string set = Directory.CreateDirectory(PathOf("set")).FullName;
        File.WriteAllText(Path.Combine(set, "lp1.data"), "normal\n" + string.Concat(Enumerable.Repeat("\t-1\t-1\t60\t-3\t-1\t0\n", 15)) + "\n");
        RobotResult run = await RobotProcess.RunAsync("--profile", profile.Path, "--replay", set);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("edgeai-robot: model 'force-torque-failure': the provider cuda absent", run.Errors, StringComparison.Ordinal);
        Assert.Matches("Model    force-torque-failure: [0-9a-f]{12}, on cuda absent .*, cpu, OnnxRuntime ", run.Output);
        Assert.Matches("Model    grasp-stability: [0-9a-f]{12}, on cpu, OnnxRuntime ", run.Output);
    }

    [Fact]
    public async Task Library_OfAnOwnBuild_IsTheOneThatRuns()
    {
        string? own = Directory.EnumerateFiles(AppContext.BaseDirectory, "libonnxruntime.so", SearchOption.AllDirectories).FirstOrDefault(static path => path.Contains("linux-x64", StringComparison.Ordinal));
        Assert.SkipWhen(own is null || !OperatingSystem.IsLinux(), "needs Linux on x64: the package's library under another name");
        File.Copy(own, PathOf("libmine.so"));
        using TemporaryProfile profile = new(text => text.Replace("\"models\": [", $"\"inferenceLibrary\": \"{PathOf("libmine.so")}\", \"models\": [", StringComparison.Ordinal));
        string maps = "";
        RobotResult run = await RobotProcess.RunAsync(
            async (process, firstLine) =>
            {
                await firstLine;
                maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);
            },
            "--profile",
            profile.Path,
            "--duration",
            "1s");
        run.AssertNothingLost();
        Assert.Contains("libmine.so", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("/libonnxruntime.so", maps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Library_ThatIsNotThere_IsNamedInOneLine()
    {
        using TemporaryProfile profile = new(static text => text.Replace("\"models\": [", "\"inferenceLibrary\": \"absent.so\", \"models\": [", StringComparison.Ordinal));
        (await RobotProcess.RunAsync("--profile", profile.Path)).AssertRefusedInOneLine("inferenceLibrary", "absent.so: no such file");
    }

    private static TemporaryProfile With(string properties) =>
        new(text => text.Replace("{ \"name\": \"force-torque-failure\",", $"{{ \"name\": \"force-torque-failure\", {properties},", StringComparison.Ordinal));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
