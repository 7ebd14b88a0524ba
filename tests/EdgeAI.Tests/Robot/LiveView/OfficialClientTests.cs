using System.Diagnostics;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Robot.LiveView;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot.LiveView;

/// <summary>Foxglove's own client, from the npm registry, sees a live view as we mean it.</summary>
public sealed class OfficialClientTests
{
    private static readonly StreamId Temperature = new(1, 4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OfficialClient_OfALiveView_SeesChannelsMessagesParametersAndServices()
    {
        string folder = await InstallAsync();
        VirtualClock clock = new();
        UtcMapping utc = new();
        utc.Observe(0, 1_700_000_000_000_000_000, 0, 100);
        LiveViewServer server = new(new LiveViewOptions { Name = "r1", SessionId = "7", Metadata = new Dictionary<string, string> { ["world"] = "simulated" } }, clock);
        server.Add(LiveParameter.Of("/profile", "desktop"));
        server.Add(LiveParameter.Of("/limit", 2.5));
        server.Add(new LiveService("/recording/start", static () => new LiveServiceAnswer(true, "records")));
        Diagnostics diagnostics = new();
        uint health = server.AddChannel("/diagnostics", Diagnostics.Schema.Name, Diagnostics.Schema.Text);
        LiveViewTap tap = new(new Nowhere());
        RecorderOptions options = new() { Streams = new Dictionary<StreamId, RosStream> { [Temperature] = new RosStream("head/air", [MessageType.Temperature, MessageType.Fault], "air", []) } };
        using LiveViewFeed feed = new(tap, server, options, utc, clock, static () => { });
        await using LiveViewEndpoint endpoint = await LiveViewEndpoint.StartAsync(server, "127.0.0.1", 0);
        feed.Start();
        using Process client = Process.Start(new ProcessStartInfo("node", ["watch.mjs", endpoint.Address]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("""server r1 parameters,parametersSubscribe,services {"world":"simulated"}""", await LineAsync(client));
            string[] channels = [await LineAsync(client), await LineAsync(client), await LineAsync(client)];
            Assert.Equal(["channel /diagnostics cdr diagnostic_msgs/msg/DiagnosticArray", "channel /head/air cdr sensor_msgs/msg/Temperature", "channel /head/air/fault cdr edgeai_msgs/msg/Fault"], channels);
            Assert.Equal("""service /recording/start 5 {"success":true,"message":"records"}""", await LineAsync(client));
            Assert.Equal("""parameters all [{"name":"/profile","value":"desktop"},{"name":"/limit","value":2.5,"type":"float64"}]""", await LineAsync(client));

            // The answer came after what the client sent before it: it is subscribed to everything.
            clock.AdvanceTo(3_000_000_000);
            tap.Accept(Temperature, new Stamp(2_500_000_000, 10), Frame(new Temperature { Value = 2150 }));
            Assert.Equal("""message /head/air 1700000002500000000 {"header":{"stamp":{"sec":1700000002,"nanosec":500000000},"frame_id":"air"},"temperature":21.5,"variance":0}""", await LineAsync(client));
            diagnostics.Begin();
            diagnostics.Add(1, "way out", "dropped");
            diagnostics.With("dropped", 7);
            server.Publish(health, 5, diagnostics.Write(5));
            Assert.Equal("""message /diagnostics 5 {"header":{"stamp":{"sec":0,"nanosec":5},"frame_id":""},"status":[{"level":1,"name":"way out","message":"dropped","hardware_id":"","values":[{"key":"dropped","value":"7"}]}]}""", await LineAsync(client));

            await endpoint.DisposeAsync();
            Assert.Equal("closed", await LineAsync(client));
        }
        finally
        {
            client.Kill();
        }
    }

    [Fact]
    public async Task OfficialClient_OfACamera_SeesImagesLensAndWhatWasFound()
    {
        string folder = await InstallAsync();
        VirtualClock clock = new();
        UtcMapping utc = new();
        utc.Observe(0, 1_700_000_000_000_000_000, 0, 100);
        LiveViewServer server = new(new LiveViewOptions { Name = "r1", SessionId = "7" }, clock);
        LiveViewTap tap = new(new Nowhere());
        StreamId detector = new(0, 1);
        StreamId camera = new(0, 20);
        CameraInformation lens = new(2, 2, 5, 6, 1, 1, "plumb_bob", []);
        RecorderOptions options = new()
        {
            Streams = new Dictionary<StreamId, RosStream>
            {
                [detector] = new("head/found", [MessageType.Detection2DArray], "cam_optical", ["person"]),
                [camera] = new("head/camera", [], "cam_optical", [], new RosCamera(IsCompressed: false, lens)),
            },
        };
        using LiveViewFeed feed = new(tap, server, options, utc, clock, static () => { });
        CameraShape shape = new(2, 2, "mono8");
        using CameraRoute route = new(camera, "head/camera", shape, "cam_optical", [new StreamInlet<CameraImage>(camera, new InletOptions("camera", 1, DropPolicy.LatestOnly), () => shape.NewImage("cam_optical"), [], clock)], null, null);
        feed.Add(route);
        await using LiveViewEndpoint endpoint = await LiveViewEndpoint.StartAsync(server, "127.0.0.1", 0);
        feed.Start();
        using Process client = Process.Start(new ProcessStartInfo("node", ["watch.mjs", endpoint.Address]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        try
        {
            Assert.StartsWith("server r1", await LineAsync(client), StringComparison.Ordinal);
            string[] channels = [await LineAsync(client), await LineAsync(client), await LineAsync(client), await LineAsync(client)];
            Assert.Equal(
                [
                    "channel /head/found cdr vision_msgs/msg/Detection2DArray",
                    "channel /head/found/annotations cdr foxglove_msgs/msg/ImageAnnotations",
                    "channel /head/camera cdr sensor_msgs/msg/Image",
                    "channel /head/camera/camera_info cdr sensor_msgs/msg/CameraInfo",
                ],
                channels);
            Assert.StartsWith("parameters all", await LineAsync(client), StringComparison.Ordinal);

            clock.AdvanceTo(3_000_000_000);
            CameraImage image = shape.NewImage("cam_optical");
            image.Data[3] = 200;
            feed.Accept(new Sample<CameraImage>(image, new Stamp(2_500_000_000, 10), camera, 4, FrameFlags.None));
            Assert.Equal("""message /head/camera 1700000002500000000 {"header":{"stamp":{"sec":1700000002,"nanosec":500000000},"frame_id":"cam_optical"},"height":2,"width":2,"encoding":"mono8","is_bigendian":0,"step":2,"data":{"0":0,"1":0,"2":0,"3":200}}""", await LineAsync(client));
            Assert.StartsWith("""message /head/camera/camera_info 1700000002500000000 {"header":{"stamp":{"sec":1700000002,"nanosec":500000000},"frame_id":"cam_optical"},"height":2,"width":2,"distortion_model":"plumb_bob","d":{},"k":{"0":5,"1":0,"2":1,"3":0,"4":6""", await LineAsync(client), StringComparison.Ordinal);

            Detection2DArray found = new() { Count = 1, ImageWidth = 2, ImageHeight = 2 };
            (found.Scores[0], found.CentreX[0], found.CentreY[0], found.SizeX[0], found.SizeY[0]) = (ushort.MaxValue, 16, 16, 16, 32);
            tap.Accept(detector, new Stamp(2_500_000_000, 10), Frame(found, detector));
            Assert.StartsWith("message /head/found 1700000002500000000", await LineAsync(client), StringComparison.Ordinal);
            string drawn = await LineAsync(client);
            Assert.StartsWith("message /head/found/annotations 1700000002500000000", drawn, StringComparison.Ordinal);
            Assert.Contains("\"type\":2,\"points\":[{\"x\":0.5,\"y\":0},{\"x\":1.5,\"y\":0},{\"x\":1.5,\"y\":2},{\"x\":0.5,\"y\":2}]", drawn, StringComparison.Ordinal);
            Assert.Contains("\"text\":\"person 100 %\"", drawn, StringComparison.Ordinal);
        }
        finally
        {
            client.Kill();
        }
    }

    private static async Task<string> LineAsync(Process client) => await client.StandardOutput.ReadLineAsync(Stop) ?? throw new EndOfStreamException("the client ended");

    private static byte[] Frame(Message message) => Frame(message, Temperature);

    private static byte[] Frame(Message message, StreamId stream)
    {
        byte[] frame = new byte[FrameLayout.MaxFrameLength];
        FrameHeader header = new() { Board = stream.Board, Stream = stream.Stream, Boot = 1, Type = message.Type };
        int length = FrameEncoder.Encode(header, message, frame, 0, frame.Length);
        Assert.True(length > 0);
        return frame[..length];
    }

    /// <summary>The folder with the client, installed once; skips the test where that is not possible, but for the check script's run.</summary>
    private static async Task<string> InstallAsync()
    {
        string source = Checkout.PathOf("tests", "EdgeAI.Tests", "Robot", "LiveView", "OfficialClient");
        string target = Checkout.PathOf("artifacts", "live-view-official-client");
        Directory.CreateDirectory(target);
        File.Copy(Path.Combine(source, "watch.mjs"), Path.Combine(target, "watch.mjs"), overwrite: true);
        string wanted = await File.ReadAllTextAsync(Path.Combine(source, "package.json"), Stop);
        string installed = Path.Combine(target, "installed.json");
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed, Stop) == wanted)
        {
            return target;
        }

        await File.WriteAllTextAsync(Path.Combine(target, "package.json"), wanted, Stop);
        string problem = "";
        try
        {
            using Process npm = Process.Start(new ProcessStartInfo("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]) { WorkingDirectory = target, RedirectStandardError = true, RedirectStandardOutput = true })!;
            Task<string> output = npm.StandardOutput.ReadToEndAsync(Stop);
            problem = await npm.StandardError.ReadToEndAsync(Stop);
            await npm.WaitForExitAsync(Stop);
            if (npm.ExitCode == 0)
            {
                File.Copy(Path.Combine(target, "package.json"), installed, overwrite: true);
                return target;
            }

            problem += await output;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            problem = missing.Message;
        }

        string reason = $"needs npm and its registry for Foxglove's own client: {problem.Trim()}";
        Assert.True(Environment.GetEnvironmentVariable("CI") != "true", reason);
        Assert.Skip(reason);
        return target;
    }

    private sealed class Nowhere : IFrameSink
    {
        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
        {
        }
    }
}
