using System.Diagnostics;
using EdgeAI.Gateway;
using EdgeAI.Records;
using MQTTnet;
using MQTTnet.Protocol;
using static EdgeAI.Tests.Gateway.Policy.OfferedFrame;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>What <c>policy try</c> tells of frames before any of them meets a gateway.</summary>
public sealed class PolicyTryTests : IDisposable
{
    private const string Rules = """
        { "name": "sampled", "message": "temperature", "stream": 1, "level": "general", "leaves": true, "everyNth": 2 },
        { "name": "calm", "message": "temperature", "stream": 3, "leaves": true, "deadband": { "fields": [ { "field": "value", "unit": "degree-celsius", "by": 0.5 } ] } },
        { "name": "folded", "message": "temperature", "stream": 4, "leaves": true, "window": { "seconds": 1 } },
        { "name": "hidden", "message": "temperature", "stream": 5, "level": "important", "personal": true, "leaves": true, "redact": ["value"] },
        { "name": "fenced", "message": "temperature", "stream": 6, "leaves": true, "geofence": { "leaves": "inside", "circle": { "latitude": 52.5, "longitude": 13.4, "radiusMetres": 500 } } },
        { "name": "secret", "message": "temperature", "stream": 7, "level": "core", "leaves": false }
        """;

    private readonly TemporaryFolder _folder = new();

    private string Profile => _folder["p.profile.json"];

    private string Batch => _folder["batch.bin"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Try_ABatchThatMeetsEveryRule_SaysOfEachFrameWhatBecomesOfItAndWhy()
    {
        WriteProfile(Rules);
        WriteBatch(
            Temperature(2000, 1), Temperature(2000, 2), Image(1),
            Temperature(2000, 1, stream: 3), Temperature(2010, 2, stream: 3),
            Temperature(100, 1, Begin, stream: 4), Temperature(200, 2, Begin + (Second / 2), stream: 4), Temperature(300, 3, Begin + Second, stream: 4),
            Temperature(2000, 1, stream: 5), Temperature(2000, 1, stream: 6), Temperature(2000, 1, stream: 7), Temperature(2000, 1, stream: 8));

        (int code, string output, string error) = await RunAsync("--topic", "edgeai/v1/lab/r1/batch", "--from", Batch);

        Assert.Equal(("", 0), (error, code));
        int bytes = Temperature(2000, 1).Frame.Length;
        Assert.Equal(
            [
                $"1 r1 board 1 stream 1 #1 temperature, telemetry: leaves as it came, {bytes} bytes, general (rule 1 'sampled')",
                "2 r1 board 1 stream 1 #2 temperature, telemetry: stays: thinned out (rule 1 'sampled')",
                "3 r1 board 1 stream 2 #1 image, telemetry: stays: does not leave (no rule)",
                $"4 r1 board 1 stream 3 #1 temperature, telemetry: leaves as it came, {bytes} bytes (rule 2 'calm')",
                "5 r1 board 1 stream 3 #2 temperature, telemetry: stays: within the deadband (rule 2 'calm')",
                "6 r1 board 1 stream 4 #1 temperature, telemetry: begins a window (rule 3 'folded')",
                "7 r1 board 1 stream 4 #2 temperature, telemetry: is folded into the open window (rule 3 'folded')",
                "8 r1 board 1 stream 4 #3 temperature, telemetry: ends the window before, which leaves as one frame; begins a window (rule 3 'folded')",
                $"9 r1 board 1 stream 5 #1 temperature, telemetry: leaves made smaller, {bytes} bytes, important, personal data (rule 4 'hidden')",
                "10 r1 board 1 stream 6 #1 temperature, telemetry: stays: the geofence keeps it (rule 5 'fenced')",
                "11 r1 board 1 stream 7 #1 temperature, telemetry: stays: does not leave (rule 6 'secret')",
                $"12 r1 board 1 stream 8 #1 temperature, telemetry: leaves as it came, {bytes} bytes (no rule)",
                "1 windows are still open and leave as one frame each when their time is over",
                "12 frames: 3 leave as they came, 1 made smaller, 2 as a window's; stay: 2 do not leave, 1 geofence, 1 thinned out, 1 deadband, 1 folded into windows",
            ],
            output.TrimEnd().Split('\n').Select(static line => line.TrimEnd('\r')));
    }

    [Theory]
    [InlineData("52.5,13.4", "leaves as it came")]
    [InlineData("52.6,13.4", "stays: the geofence keeps it")]
    public async Task Try_WithAPosition_JudgesTheGeofenceThere(string position, string outcome)
    {
        WriteProfile(Rules);
        WriteBatch(Temperature(2000, 1, stream: 6));

        (_, string output, _) = await RunAsync("--topic", "edgeai/v1/lab/r1/batch", "--from", Batch, "--position", position);

        Assert.Contains($"telemetry: {outcome}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_ARawFrameOnTheStandardInput_IsReadFromThere()
    {
        WriteProfile(Rules);
        ProcessStartInfo start = new("dotnet", [typeof(GatewayHost).Assembly.Location, "policy", "try", "--profile", Profile, "--topic", "edgeai/v1/lab/r1/1/7"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(Temperature(2000, 1, stream: 7).Frame, TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith("1 r1 board 1 stream 7 #1 temperature, telemetry: stays: does not leave (rule 6 'secret')", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_ASpoolsExport_TriesAnotherPolicyOnWhatWaits()
    {
        await using (GatewayHost host = await GatewayHost.StartAsync(new GatewayOptions { Id = "g1", Site = "lab", SpoolFolder = _folder["spool"], Port = 0, Seal = null, Policy = PolicyRules.Of(1, "\"leaves\": true") }))
        {
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", host.Port).Build(), TestContext.Current.CancellationToken);
            foreach (byte stream in (byte[])[7, 8])
            {
                await client.PublishAsync(
                    new MqttApplicationMessageBuilder().WithTopic($"edgeai/v1/lab/r1/1/{stream}").WithPayload(Temperature(2000, 1, stream: stream).Frame).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                    TestContext.Current.CancellationToken);
            }
        }

        (int exported, _, string problem) = await CommandAsync("spool", "export", "--spool", _folder["spool"], "--to", _folder["export"]);
        Assert.Equal((0, ""), (exported, problem));
        WriteProfile(Rules);
        (int code, string output, string error) = await RunAsync("--from", _folder["export"]);

        Assert.Equal(("", 0), (error, code));
        Assert.Contains("stream 7 #1 temperature, telemetry: stays: does not leave (rule 6 'secret')", output, StringComparison.Ordinal);
        Assert.Contains("1 records of the gateway's own are no frames and always leave", output, StringComparison.Ordinal);
        Assert.Contains("2 frames: 1 leave as they came, 0 made smaller", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--topic 'edgeai/v1/hall/r1/batch' is of another site: the profile's is 'lab'", "--topic", "edgeai/v1/hall/r1/batch")]
    [InlineData("is no robot's record topic: write edgeai/v1/lab/ROBOT/batch or edgeai/v1/lab/ROBOT/BOARD/STREAM", "--topic", "edgeai/v1/lab/r1/commands")]
    [InlineData("the input is no robot batch (Checksum): give the payload of one publish", "--topic", "edgeai/v1/lab/r1/batch")]
    [InlineData("the input is no raw frame (", "--topic", "edgeai/v1/lab/r1/1/1")]
    [InlineData("batch 1 of the input is none (", "--position", "1,2")]
    [InlineData("--position '52.5' is no place", "--position", "52.5")]
    [InlineData("--position '91,0' is no place", "--position", "91,0")]
    public async Task Try_InputThatIsNone_IsOneLineAndExitCode2(string problem, params string[] arguments)
    {
        WriteProfile(Rules);
        WriteBatch(Temperature(2000, 1));
        byte[] damaged = await File.ReadAllBytesAsync(Batch, TestContext.Current.CancellationToken);
        damaged[^1] ^= 1;
        await File.WriteAllBytesAsync(Batch, damaged, TestContext.Current.CancellationToken);

        (int code, string output, string error) = await RunAsync(["--from", Batch, .. arguments]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(problem, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_ProfileWithAMistake_TellsItWithItsPlace()
    {
        WriteProfile("{ \"name\": \"a\", \"leaves\": true, \"everyNth\": 1 }");
        WriteBatch(Temperature(2000, 1));

        (int code, _, string error) = await RunAsync("--topic", "edgeai/v1/lab/r1/batch", "--from", Batch);

        Assert.Equal(2, code);
        Assert.Contains("$.gateway.policy.rules[0].everyNth: 1 is out of range", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private void WriteProfile(string rules) => File.WriteAllText(Profile, $$"""
        { "version": 1, "name": "p", "site": "lab", "robot": { "id": "r1", "simulated": true },
          "boards": [ { "id": 1, "name": "hand", "sensors": [ { "stream": 1, "name": "hand/taxels", "driver": "simulated-hand", "rateHz": 50, "frame": "r_taxels" } ] } ],
          "gateway": { "id": "g1", "embedded": true, "spool": { "folder": "spool" }, "policy": { "revision": 1, "rules": [ {{rules}} ] } } }
        """);

    private void WriteBatch(params OfferedFrame[] frames)
    {
        RobotBatchWriter batch = new(1 << 16);
        batch.Begin(1, 1);
        Assert.All(frames, frame => Assert.True(batch.TryAdd(frame.Class, frame.Stamp, frame.Uncertainty, frame.Frame)));
        File.WriteAllBytes(Batch, batch.Finish().ToArray());
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => CommandAsync(["policy", "try", "--profile", Profile, .. arguments]);

    private static async Task<(int Code, string Output, string Error)> CommandAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await GatewayCommand.Create().Parse(arguments).InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
