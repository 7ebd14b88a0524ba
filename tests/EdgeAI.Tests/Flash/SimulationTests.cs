using System.Globalization;

namespace EdgeAI.Tests.Flash;

/// <summary>The whole way without a board: the firmware's application over simulated chips behind a pseudo-terminal, heard as a real board is.</summary>
public sealed class SimulationTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("esp32-s3-hand", "degC")]
    [InlineData("rp2350-wrist", "N m")]
    [InlineData("stm32f769i-head", "Pa")]
    public async Task Simulate_EveryBoard_IsHeardAndMatches(string board, string unit)
    {
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile(board), "--simulate", "--watch", "4");

        Assert.Equal("", result.Answered(0).Errors);
        Assert.StartsWith($"'{board}' SIMULATED: ", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains("waiting for the hello on /dev/pts/", result.Output, StringComparison.Ordinal);
        Assert.Contains($"hello of '{board}'", result.Output, StringComparison.Ordinal);
        Assert.Contains($" {unit}", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("none yet", result.Output, StringComparison.Ordinal);
        Assert.Contains($"'{board}' is what its profile says", result.Lines[^1], StringComparison.Ordinal);
        Assert.Empty(_bench.Calls);
        Assert.False(Directory.Exists(_bench.PathOf("firmware", "EdgeAI.Firmware", "Boards")));
        Assert.Empty(Directory.GetDirectories(_bench.PathOf("tmp"), "edgeai-flash-*"));
    }

    [Fact]
    public async Task Simulate_ThreeBoards_TaresEachAndWritesALineForEach()
    {
        string record = _bench.PathOf("units.csv");
        string profile = FlashBench.Profile("rp2350-wrist");
        FlashResult result = await _bench.RunAsync("--profile", profile, "--simulate", "--ports", "left,middle,right", "--record", record, "--watch", "3");

        result.Answered(0);
        string[] lines = await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken);
        Assert.Equal("utc,serial_number,board,profile,profile_sha256,firmware,port,simulated,tare,verdict,problems", lines[0]);
        string[][] units = [.. lines.Skip(1).Select(static line => line.Split(',')).OrderBy(static unit => unit[1], StringComparer.Ordinal)];
        string sha256 = FlashBench.Load(profile).Sha256;
        Assert.Equal(["left", "middle", "right"], units.Select(static unit => unit[6]));
        Assert.Equal(["simulated-1", "simulated-2", "simulated-3"], units.Select(static unit => unit[1]));
        Assert.All(units, unit => Assert.Equal(["3", "rp2350-wrist", sha256, EdgeAI.Firmware.FirmwareVersion.Text], unit[2..6]));
        Assert.All(units, static unit => Assert.Equal(["yes", "1=done", "pass", ""], unit[7..]));
        Assert.All(units, static unit => Assert.True(DateTimeOffset.TryParseExact(unit[0], "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)));
        Assert.Contains("left: tare of stream 1 (right_wrist/wrench): done", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_OneOfTwoFails_TheOtherGoesOnAndBothAreRecorded()
    {
        string profile = FlashBench.Profile("esp32-s3-hand");
        string record = _bench.PathOf("units.csv");
        await File.WriteAllTextAsync(record, "an earlier line\r\n", TestContext.Current.CancellationToken);
        using EdgeAI.Flash.Boards.SimulatedUnit good = FlashBench.SwitchOn(profile, "unit-0042");
        using EdgeAI.SimulatedBoard.Hosting.SerialHostLine silent = new();
        _bench.Install("nanoff", "case \"$*\" in *--deploy*port-A*) echo 'wire protocol: no answer, \"at all\"'; exit 7;; esac\nexit 0");
        FlashResult result = await _bench.RunAsync(
            "--profile", profile, "--ports", "port-A,port-B", "--data-ports", $"{silent.Name},{good.DataPort}", "--record", record, "--watch", "2");

        result.Answered(1);
        string[] lines = await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.Equal("an earlier line", lines[0]);
        Assert.Contains(lines, static line => line.Contains(",port-A,no,,fail,\"deploying the application", StringComparison.Ordinal) || line.Contains(",port-A,no,,fail,\"port-A: deploying the application", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(",unit-0042,1,esp32-s3-hand,", StringComparison.Ordinal) && line.EndsWith(",port-B,no,3=done,pass,", StringComparison.Ordinal));
        Assert.Contains("2 units recorded in", result.Output, StringComparison.Ordinal);
    }
}
