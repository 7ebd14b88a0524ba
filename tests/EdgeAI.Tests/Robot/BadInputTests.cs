using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Robot;

/// <summary>What a person gets for each thing that keeps a run from beginning: one line with the thing and the mend.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Profile_NotThere_IsNamed() =>
        (await RobotProcess.RunAsync("--profile", "absent.profile.json")).AssertRefusedInOneLine("absent.profile.json", "there is no such file", "desktop.profile.json");

    [Fact]
    public async Task Profile_BadAddress_IsNamedWithFilePathAndLine()
    {
        using TemporaryProfile profile = new(static text => text.Replace("\"0x69\"", "\"0x70\"", StringComparison.Ordinal));
        (await RobotProcess.RunAsync("--profile", profile.Path)).AssertRefusedInOneLine("desktop.profile.json:", "$.boards[1].sensors[0].address", "0x70");
    }

    [Fact]
    public async Task Model_NotThere_IsNamed()
    {
        using TemporaryProfile profile = new(static text => text.Replace("/models/grasp-stability", "/models/absent", StringComparison.Ordinal));
        (await RobotProcess.RunAsync("--profile", profile.Path)).AssertRefusedInOneLine("model 'grasp-stability'", "absent");
    }

    [Fact]
    public async Task Model_Corrupt_IsNamed()
    {
        string models = Checkout.PathOf("edge-runtime", "models");
        using TemporaryProfile profile = new(text => text.Replace(models + "/grasp-stability", "copy", StringComparison.Ordinal));
        string copy = Directory.CreateDirectory(Path.Combine(profile.Folder, "copy")).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(models, "grasp-stability")))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        byte[] model = File.ReadAllBytes(Path.Combine(copy, "model.onnx"));
        model[model.Length / 2] ^= 0x40;
        File.WriteAllBytes(Path.Combine(copy, "model.onnx"), model);
        (await RobotProcess.RunAsync("--profile", profile.Path)).AssertRefusedInOneLine("model 'grasp-stability'", "model.onnx");
    }

    [Fact]
    public async Task Recording_NotThere_IsNamed() =>
        (await RobotProcess.RunAsync("--replay", "absent.csv")).AssertRefusedInOneLine("absent.csv", "name a file or folder that is there");

    [Fact]
    public async Task LiveView_OfAReplay_IsRefused() =>
        (await RobotProcess.RunAsync("--replay", "any.mcap", "--live-view", "0")).AssertRefusedInOneLine("--live-view: a replay is not shown live", "leave one of --replay and --live-view out");

    [Fact]
    public async Task LiveView_OnATakenPort_IsNamed()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (await RobotProcess.RunAsync("--live-view", $"{port}")).AssertRefusedInOneLine($"live view on 127.0.0.1, port {port}", "name another with --live-view");
    }

    [Fact]
    public async Task Recording_Corrupt_IsNamedWithLine()
    {
        using TemporaryProfile folder = new(static text => text + " ");
        string file = Path.Combine(folder.Folder, "lp1.data");
        File.WriteAllText(file, "normal\n\t1\t2\t3\t4\t5\t6\n\t1\t2\tx\t4\t5\t6\n");
        (await RobotProcess.RunAsync("--replay", file)).AssertRefusedInOneLine("lp1.data:3", "take the file from its source again");
    }

    [Fact]
    public async Task GatewayPort_InUse_IsNamed()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        (await RobotProcess.RunAsync("--gateway-port", port)).AssertRefusedInOneLine($"port {port} is in use", "stop the program");
    }

    [Fact]
    public async Task Spool_WhereAFileStands_IsNamed()
    {
        using TemporaryProfile folder = new(static text => text + " ");
        (await RobotProcess.RunAsync("--spool", folder.Path)).AssertRefusedInOneLine(folder.Path, "choose another folder");
    }

    [Fact]
    public async Task RealRobot_WithoutItsBus_SaysWhatIsMissing()
    {
        Assert.SkipWhen(File.Exists("/dev/i2c-1"), "this machine has /dev/i2c-1, so nothing is missing");
        (await RobotProcess.RunAsync("--profile", "hardware-profiles/raspberry-pi-5-humanoid.profile.json")).AssertRefusedInOneLine("/dev/i2c-1 is not there", "enable I2C");
    }

    [Theory]
    [InlineData("--gateway-port", "abc", "'abc' is no port")]
    [InlineData("--city-port", "65536", "'65536' is no port")]
    [InlineData("--spool", "", "--spool: is empty")]
    public async Task Option_Unusable_IsNamed(string option, string value, string problem)
    {
        RobotResult run = await RobotProcess.RunAsync(option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(problem, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10", "'10' is no duration")]
    [InlineData("-3s", "'-3s' is no duration")]
    [InlineData("s", "'s' is no duration")]
    [InlineData("9999999h", "'9999999h' is no duration")]
    public async Task Duration_NotOne_IsNamed(string duration, string problem)
    {
        RobotResult run = await RobotProcess.RunAsync("--duration", duration);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(problem, run.Errors, StringComparison.Ordinal);
        Assert.Contains("500ms, 10s, 5m or 2h", run.Errors, StringComparison.Ordinal);
    }
}
