using System.Diagnostics;
using CsCheck;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;
using EdgeAI.Tests.Device.Wire;

namespace EdgeAI.Tests.Runtime.Recording;

/// <summary>The readers that Foxglove itself uses, from the npm registry, read every field of a recording as we do.</summary>
public sealed class OfficialReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-official-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task OfficialReaders_OfEveryKindOfMessage_ReadEveryFieldAsWeDo()
    {
        string library = await InstallAsync();
        string path = Path.Combine(_folder, "every.mcap");
        RecordEveryKind(path);
        (int code, string output) = await StartAsync("node", library, ["read.mjs", path]);
        Assert.True(code == 0, output);
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal("profile ros2", lines[0]);
        await using FileStream file = File.OpenRead(path);
        Assert.True(McapReader.TryOpen(file, null, out McapReader? reader, out _));
        Assert.Equal(FieldLines.Of(reader), lines[1..]);
    }

    private static void RecordEveryKind(string path)
    {
        MessageType[] types = [.. Enum.GetValues<MessageType>().Where(static type => RosEncoders.Make(type, new RosStream("a", [type], "", [])) is not null)];
        Dictionary<StreamId, RosStream> streams = types.ToDictionary(static type => new StreamId(1, (byte)type), static type => new RosStream("kind/" + type.ToString().ToLowerInvariant(), [type], "frame", ["one", "two"]));
        StreamId camera = new(0, 1);
        StreamId compressed = new(0, 2);
        streams.Add(camera, new RosStream("head/image", [], "optical", [], new RosCamera(IsCompressed: false, new CameraInformation(2, 2, 5, 6, 1, 1.5, "equidistant", [0.1, 0.2, 0.3, 0.4]))));
        streams.Add(compressed, new RosStream("head/jpeg", [], "optical", [], new RosCamera(IsCompressed: true, null)));
        VirtualClock clock = new();
        UtcMapping utc = new();
        utc.Observe(0, 1_700_000_000_123_456_789, 0, 100);
        using Recorder recorder = new(new ReplayRecordingFile(path, new McapWriterOptions(), []), new RecorderOptions { Streams = streams }, utc, clock);
        byte[] frame = new byte[FrameLayout.MaxFrameLength];
        long sequence = 0;
        foreach (MessageType type in types)
        {
            FrameHeader header = new() { Board = 1, Stream = (byte)type, Boot = 1 };
            MessageGen.Of(type).Sample(
                message =>
                {
                    clock.Advance(TimeSpan.FromMilliseconds(1));
                    header.Sequence = sequence++;
                    int length = FrameEncoder.Encode(header, message, frame, 0, frame.Length);
                    recorder.Accept(new StreamId(1, (byte)type), new Stamp(clock.Nanoseconds, 10), frame.AsSpan(0, length));
                },
                iter: 5,
                threads: 1);
        }

        CameraImage image = new(12) { Width = 2, Height = 2, Step = 6, Length = 12, Encoding = "rgb8", FrameId = "optical" };
        recorder.Accept(new Sample<CameraImage>(image, new Stamp(clock.Nanoseconds, 0), camera, 1, default));
        CompressedImage jpeg = new(12) { Length = 5, Format = "jpeg", FrameId = "optical" };
        recorder.Accept(new Sample<CompressedImage>(jpeg, new Stamp(clock.Nanoseconds, 0), compressed, 1, default));
        recorder.RecordLedger([KeyValuePair.Create("kind/imu", new EdgeLedger(5, 4, new EdgeDrops(Oldest: 1), 0))]);
    }

    /// <summary>The folder with the readers, installed once; skips the test where that is not possible, but for the check script's run.</summary>
    private static async Task<string> InstallAsync()
    {
        string source = Checkout.PathOf("tests", "EdgeAI.Tests", "Runtime", "Recording", "OfficialReaders");
        string target = Checkout.PathOf("artifacts", "recording-official-readers");
        Directory.CreateDirectory(target);
        File.Copy(Path.Combine(source, "read.mjs"), Path.Combine(target, "read.mjs"), overwrite: true);
        string wanted = await File.ReadAllTextAsync(Path.Combine(source, "package.json"), TestContext.Current.CancellationToken);
        string installed = Path.Combine(target, "installed.json");
        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed, TestContext.Current.CancellationToken) != wanted)
        {
            await File.WriteAllTextAsync(Path.Combine(target, "package.json"), wanted, TestContext.Current.CancellationToken);
            (int code, string output) = await StartAsync("npm", target, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
            if (code != 0)
            {
                string reason = $"needs npm and its registry for Foxglove's own readers: {output.Trim()}";
                Assert.True(Environment.GetEnvironmentVariable("CI") != "true", reason);
                Assert.Skip(reason);
            }

            File.Copy(Path.Combine(target, "package.json"), installed, overwrite: true);
        }

        return target;
    }

    private static async Task<(int Code, string Output)> StartAsync(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, $"{program}: {exception.Message}");
        }
    }
}
