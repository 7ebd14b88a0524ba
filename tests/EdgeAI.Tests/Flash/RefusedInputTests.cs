namespace EdgeAI.Tests.Flash;

/// <summary>Bad input gets one line that names the thing and the mend, before anything is called.</summary>
public sealed class RefusedInputTests : IDisposable
{
    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("--port is missing")]
    [InlineData("give one of them", "--port", "a", "--ports", "b,c")]
    [InlineData("give one of them", "--simulate", "--dry-run")]
    [InlineData("is named twice", "--ports", "a,b,a")]
    [InlineData("names 1 and --ports 2", "--ports", "a,b", "--data-ports", "c")]
    [InlineData("names 1 and --ports 2", "--ports", "a,b", "--probes", "c")]
    [InlineData("is the flashing port", "--port", "a", "--data-port", "a")]
    [InlineData("write tcp:HOST:PORT", "--port", "a", "--data-port", "tcp:host")]
    [InlineData("write tcp:HOST:PORT, mqtt:HOST:PORT/TOPIC", "--port", "a", "--data-port", "mqtt:host:1883")]
    [InlineData("write tcp:HOST:PORT, mqtt:HOST:PORT/TOPIC", "--port", "a", "--data-port", "mqtt:host:1883/all/#")]
    [InlineData("a simulated board has its own", "--simulate", "--port", "a", "--data-port", "b")]
    [InlineData("--data-ports is missing", "--ports", "a,b")]
    [InlineData("holds no EdgeAI.Firmware.projitems", "--port", "a", "--firmware", "bin")]
    [InlineData("/dev/no-such-port is not there", "--port", "/dev/no-such-port", "--no-check")]
    [InlineData("cannot be written", "--ports", "a,b", "--no-check", "--record", "no/such/folder.csv")]
    public async Task Run_OptionsThatMakeNoSense_AreRefusedInOneLine(string part, params string[] arguments)
    {
        FlashResult result = await _bench.RunAsync(["--profile", FlashBench.Profile("esp32-s3-hand"), .. arguments]);
        result.AssertRefusedInOneLine(part);
        Assert.Empty(_bench.Calls);
    }

    [Theory]
    [InlineData("--watch", "0", "is no number of seconds from 1 to 3600")]
    [InlineData("--line", "3.0", "write 1.x or 2.0")]
    [InlineData("--ports", "a,,b", "is empty, or a part of it is")]
    public async Task Run_ValueThatCannotBe_IsRefusedWithTheOption(string option, string value, string part)
    {
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("esp32-s3-hand"), "--simulate", option, value);
        Assert.Contains($"edgeai-flash: {option}", result.Answered(2).ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(part, result.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PreviewOnStm32_IsRefused() =>
        (await _bench.RunAsync("--profile", FlashBench.Profile("stm32f769i-head"), "--port", "a", "--line", "2.0")).AssertRefusedInOneLine("has no package for STM32", "leave out --line 2.0");

    [Fact]
    public async Task Run_ProfileWithAMistake_IsNamedWithItsLine()
    {
        string profile = _bench.PathOf("bad.profile.json");
        string good = await File.ReadAllTextAsync(FlashBench.Profile("esp32-s3-hand"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(profile, good.Replace("\"electrodes\": 8", "\"electrodes\": 80", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await _bench.RunAsync("--profile", profile, "--simulate")).AssertRefusedInOneLine("bad.profile.json:", "electrodes");
    }

    [Fact]
    public async Task GenerateOnly_MakesTheCommittedSourceAndNothingElse()
    {
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("rp2350-wrist"), "--generate-only");
        Assert.Equal("generated firmware/EdgeAI.Firmware/Boards/rp2350-wrist/Board.g.cs (new)", Assert.Single(result.Answered(0).Lines));
        Assert.Equal(
            await File.ReadAllTextAsync(Checkout.PathOf("firmware", "EdgeAI.Firmware", "Boards", "rp2350-wrist", "Board.g.cs"), TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(_bench.PathOf("firmware", "EdgeAI.Firmware", "Boards", "rp2350-wrist", "Board.g.cs"), TestContext.Current.CancellationToken));
        Assert.Empty(_bench.Calls);
    }
}
