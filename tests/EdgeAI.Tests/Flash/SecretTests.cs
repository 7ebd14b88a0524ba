namespace EdgeAI.Tests.Flash;

/// <summary>Wi-Fi settings reach the board through a file that only this user may read, and nothing else.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Ssid = "hotel-lobby";
    private const string Password = "correct-horse";

    private readonly FlashBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_BoardOnWifi_HandsSecretsOverInAPrivateFileAlone()
    {
        _bench.Environment["EDGEAI_WIFI_SSID"] = Ssid;
        _bench.Environment["EDGEAI_WIFI_PASSWORD"] = Password;
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("rp2350-wrist"), "--port", "flashing-port", "--no-check", "--verbose");

        result.Answered(3);
        Assert.Contains("is flashed and was not listened to, as asked", result.Output, StringComparison.Ordinal);
        Assert.Equal("600", _bench.Seen("network.mode"));
        Assert.Equal(
            $$$"""{"WirelessClient":{"Ssid":"{{{Ssid}}}","Password":"{{{Password}}}","Authentication":"WPA2","Encryption":"WPA2","ConfigurationOption":"AutoConnect","DhcpEnabled":true}}""",
            _bench.Seen("network.json"));
        Assert.False(File.Exists(_bench.Seen("network.path")), "the file with the settings is still there");
        Assert.Empty(Directory.GetDirectories(_bench.PathOf("tmp"), "edgeai-flash-*"));
        foreach (string shown in (string[])[result.Output, result.Errors, string.Join('\n', _bench.Calls), _bench.Seen("environment")])
        {
            Assert.DoesNotContain(Ssid, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_NobodyToAsk_IsRefusedBeforeAnythingIsBuilt()
    {
        _bench.Environment["EDGEAI_WIFI_SSID"] = Ssid;
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("rp2350-wrist"), "--port", "flashing-port");
        result.AssertRefusedInOneLine("board 'rp2350-wrist' joins a Wi-Fi", "set EDGEAI_WIFI_SSID and EDGEAI_WIFI_PASSWORD", "--keep-network");
        Assert.Empty(_bench.Calls);
    }

    [Fact]
    public async Task Run_KeepNetwork_AsksForNothing()
    {
        FlashResult result = await _bench.RunAsync("--profile", FlashBench.Profile("rp2350-wrist"), "--port", "flashing-port", "--keep-network", "--no-check");
        result.Answered(3);
        Assert.DoesNotContain(_bench.Calls, static call => call.Contains("--networkdeployment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--wifi-password")]
    [InlineData("--ssid=")]
    [InlineData("--psk:")]
    [InlineData("--api-key=")]
    [InlineData("--WPA2")]
    public async Task Run_OptionThatLooksLikeASecret_IsRefusedWithoutItsValue(string option)
    {
        string[] given = option.EndsWith('=') || option.EndsWith(':') ? [option + Password] : [option, Password];
        FlashResult result = await _bench.RunAsync(["--profile", FlashBench.Profile("rp2350-wrist"), .. given]);
        result.AssertRefusedInOneLine($"{option.TrimEnd('=', ':')}: secrets are not taken from the command line", "EDGEAI_WIFI_PASSWORD");
        Assert.DoesNotContain(Password, result.Errors + result.Output, StringComparison.Ordinal);
    }
}
