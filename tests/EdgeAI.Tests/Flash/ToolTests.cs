using EdgeAI.Flash.Boards;

namespace EdgeAI.Tests.Flash;

/// <summary>The tools: that each missing one is named with how to get it, that they are called as printed, and that one that fails, or hangs when the run is ended, is dealt with.</summary>
public sealed class ToolTests : IDisposable
{
    private const string Port = "flashing-port";

    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("dotnet", "install the .NET 10 SDK")]
    [InlineData("nanoff", "dotnet tool install -g nanoff --version 2.5.162")]
    [InlineData("nuget", "install the NuGet command line")]
    [InlineData("msbuild", "or build the preview with --line 2.0")]
    public async Task Run_ToolIsMissing_SaysHowToGetIt(string tool, string mend)
    {
        _bench.Uninstall(tool);
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--no-check");
        result.AssertRefusedInOneLine($"{tool} is missing: ", mend);
        Assert.Empty(_bench.Calls);
    }

    [Fact]
    public async Task Run_ProjectSystemIsMissing_SaysHowToGetIt()
    {
        _bench.Environment["NanoFrameworkProjectSystemPath"] = "";
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--no-check");
        result.AssertRefusedInOneLine("nanoFramework's project system is missing", "code --install-extension nanoframework.vscode-nanoframework");
    }

    [Theory]
    [InlineData("2.5.100")]
    [InlineData("3.0.0")]
    public async Task Run_NanoffOfAnotherVersion_IsRefused(string version)
    {
        _bench.Install("nanoff", $"echo nanoff {version}");
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--no-check");
        result.AssertRefusedInOneLine($"nanoff is version {version}", "dotnet tool update -g nanoff --version 2.5.162");
    }

    [Fact]
    public async Task Run_BoardOnItsDataLink_CallsTheToolsInOrderAndFindsAMatch()
    {
        string profile = FlashBench.Profile("esp32-s3-hand");
        using SimulatedUnit unit = FlashBench.SwitchOn(profile);
        FlashResult result = await _bench.RunAsync("--profile", profile, "--port", Port, "--data-port", unit.DataPort, "--watch", "3");

        Assert.Equal("", result.Answered(0).Errors);
        Assert.Equal(
            [
                "nuget restore firmware/EdgeAI.Firmware/packages.config -PackagesDirectory firmware/EdgeAI.Firmware/packages",
                $"msbuild firmware/EdgeAI.Firmware/EdgeAI.Firmware.nfproj -p:Configuration=Release -p:Board=esp32-s3-hand -p:Family=Esp32 -p:OutputPath=../../artifacts/firmware/esp32-s3-hand/1.x/ -p:NanoFrameworkProjectSystemPath={_bench.PathOf("system")}/",
                $"nanoff --update --target ESP32_S3_OCTAL --serialport {Port}",
                $"nanoff --nanodevice --deploy --serialport {Port} --image artifacts/firmware/esp32-s3-hand/1.x/EdgeAI.Firmware.bin",
            ],
            _bench.Calls);
        Assert.Equal(
            File.ReadAllText(Checkout.PathOf("firmware", "EdgeAI.Firmware", "Boards", "esp32-s3-hand", "Board.g.cs")),
            File.ReadAllText(_bench.PathOf("firmware", "EdgeAI.Firmware", "Boards", "esp32-s3-hand", "Board.g.cs")));
        Assert.Contains("serial number bench-1", result.Output, StringComparison.Ordinal);
        Assert.Contains("'esp32-s3-hand' is what its profile says", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BoardRunsAnotherProfile_SaysWhatDiffersAndFails()
    {
        string wanted = FlashBench.Profile("esp32-s3-hand");
        string other = _bench.PathOf("other.profile.json");
        await File.WriteAllTextAsync(other, (await File.ReadAllTextAsync(wanted, TestContext.Current.CancellationToken)).Replace("\"rateHz\": 20,", "\"rateHz\": 10,", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        using SimulatedUnit unit = FlashBench.SwitchOn(other);
        FlashResult result = await _bench.RunAsync("--profile", wanted, "--port", Port, "--data-port", unit.DataPort, "--watch", "1");

        result.Answered(1);
        Assert.Contains(result.ErrorLines, static line => line.Contains("its firmware was made from profile", StringComparison.Ordinal));
        Assert.Contains(result.ErrorLines, static line => line.Contains("stream 1 (right_hand/taxels): comes every 100000 us, expected 50000 us", StringComparison.Ordinal));
        Assert.DoesNotContain("is what its profile says", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyOnTheDataLink_SaysWhatToCheck()
    {
        using EdgeAI.SimulatedBoard.Hosting.SerialHostLine silent = new();
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--data-port", silent.Name, "--hello-timeout", "1");
        string line = Assert.Single(result.Answered(1).ErrorLines);
        Assert.Contains("nothing came in for 1 s: check that the board's data link (UART 2) is wired there", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToolFails_SaysWhatItSaidLastAndTheMend()
    {
        _bench.Install("nanoff", "[ \"$1\" = --version ] && exit 0\necho 'Connecting...'; echo 'E4000: no board answers' >&2; exit 40");
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--no-check");
        string line = Assert.Single(result.Answered(1).ErrorLines);
        Assert.StartsWith("edgeai-flash: updating nanoFramework: nanoff ended with 40 (it said last: ", line, StringComparison.Ordinal);
        Assert.Contains("hold BOOT while you press RESET", line, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Calls, static call => call.Contains("--deploy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BuildGivesNoImage_IsNamed()
    {
        _bench.Install("msbuild", "exit 0");
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--no-check");
        Assert.Contains("artifacts/firmware/esp32-s3-hand/1.x/EdgeAI.Firmware.bin: the build ended well and did not make it", Assert.Single(result.Answered(1).ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Interrupted_EndsWhatItStarted()
    {
        string started = _bench.PathOf("seen", "started");
        _bench.Install("nanoff", $"[ \"$1\" = --version ] && exit 0\nmkfifo SEEN/never\ncat SEEN/never &\necho $! > {started}.part; mv {started}.part {started}\nwait");
        FlashResult result = await _bench.RunAsync(
            async process =>
            {
                while (!File.Exists(started) && !process.HasExited)
                {
                    await Task.Delay(10, TestContext.Current.CancellationToken);
                }

                using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            },
            "--profile", FlashBench.Profile("esp32-s3-hand"), "--port", Port, "--no-check");

        Assert.Contains("ended before it was done", Assert.Single(result.Answered(130).ErrorLines), StringComparison.Ordinal);
        Assert.False(IsRunning(await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)), "what the tool started still runs");
    }

    // One that ended and was not waited for yet is a zombie: Z in /proc/PID/stat (proc(5)).
    private static bool IsRunning(string process)
    {
        string stat = $"/proc/{process.Trim()}/stat";
        try
        {
            return !File.ReadAllText(stat).Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
