using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Robot.LiveView;

public sealed class LiveViewRunTests
{
    private static readonly byte[] StartRecording = [2, 0, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, .. "cdr"u8];
    private static readonly byte[] StopRecording = [2, 1, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, .. "cdr"u8];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Desktop_WithALiveView_ShowsTopicsAndRecordsWhenAsked()
    {
        int port = FreePort();
        using TemporaryProfile profile = new(static text => text.Replace("\"A whole robot", "\"A watched robot", StringComparison.Ordinal));
        HashSet<uint> heard = [];
        List<string> topics = [];
        bool isAsked = false;
        string started = "";
        string stopped = "";
        RobotResult run = await RobotProcess.RunAsync(
            async (process, _) =>
            {
                using ClientWebSocket client = await ConnectAsync(port, () => process.HasExited);
                byte[] bytes = new byte[1 << 20];
                while (stopped.Length == 0)
                {
                    (int length, bool isText) = await ReceiveAsync(client, bytes);
                    if (isText)
                    {
                        JsonElement message = JsonDocument.Parse(bytes.AsMemory(0, length)).RootElement;
                        if (message.GetProperty("op").GetString() == "advertise")
                        {
                            JsonElement[] channels = [.. message.GetProperty("channels").EnumerateArray()];
                            topics.AddRange(channels.Select(static channel => channel.GetProperty("topic").GetString()!));
                            string subscriptions = string.Join(',', channels.Select(static channel => $$"""{"id":{{channel.GetProperty("id").GetUInt32()}},"channelId":{{channel.GetProperty("id").GetUInt32()}}}"""));
                            await client.SendAsync(Encoding.UTF8.GetBytes($$"""{"op":"subscribe","subscriptions":[{{subscriptions}}]}"""), WebSocketMessageType.Text, true, Stop);
                            if (!isAsked)
                            {
                                // Channels may be told in several messages; the recording is asked for once.
                                isAsked = true;
                                await client.SendAsync(StartRecording, WebSocketMessageType.Binary, true, Stop);
                            }
                        }
                    }
                    else if (bytes[0] == 3 && started.Length == 0)
                    {
                        started = Encoding.UTF8.GetString(bytes, 0, length);
                    }
                    else if (bytes[0] == 3)
                    {
                        stopped = Encoding.UTF8.GetString(bytes, 0, length);
                    }
                    else if (heard.Add(BitConverter.ToUInt32(bytes, 1)) && heard.Count == 5)
                    {
                        await client.SendAsync(StopRecording, WebSocketMessageType.Binary, true, Stop);
                    }
                }
            },
            "--profile",
            profile.Path,
            "--live-view",
            $"{port}",
            "--duration",
            "6s");
        run.AssertNothingLost();
        Assert.Contains("/diagnostics", topics);
        Assert.Contains("/right_hand/touched", topics);
        Assert.Contains($"records into {profile.Folder}", started, StringComparison.Ordinal);
        Assert.Matches(@"\d+ messages in .*\.mcap, \d+ dropped", stopped);
        Assert.True(new FileInfo(Assert.Single(Directory.GetFiles(profile.Folder, "*.mcap"))).Length > 1000);
        Assert.Contains($"Live view at ws://127.0.0.1:{port}", run.Output, StringComparison.Ordinal);
        Assert.Matches($@"Live     ws://127\.0\.0\.1:{port}: \d clients, 0 refused, 0 closed for what they sent", run.Output);
        // On a machine so busy that the warm-up takes the whole run there is nothing to say.
        Assert.DoesNotMatch("executor allocated [1-9]", run.Output);
    }

    [Fact]
    public async Task Desktop_RecordingStillGoingOnAtTheEnd_EndsWithTheRunsAccountAndIsReported()
    {
        int port = FreePort();
        using TemporaryProfile profile = new(static text => text.Replace("\"A whole robot", "\"A recorded robot", StringComparison.Ordinal));
        RobotResult run = await RobotProcess.RunAsync(
            async (process, _) =>
            {
                using ClientWebSocket client = await ConnectAsync(port, () => process.HasExited);
                await client.SendAsync(StartRecording, WebSocketMessageType.Binary, true, Stop);
                byte[] bytes = new byte[1 << 20];
                (int Length, bool IsText) received;
                do
                {
                    received = await ReceiveAsync(client, bytes);
                }
                while (received.IsText || bytes[0] != 3);
            },
            "--profile",
            profile.Path,
            "--live-view",
            $"{port}",
            "--duration",
            "3s");
        run.AssertNothingLost();
        string path = Assert.Single(Directory.GetFiles(profile.Folder, "*.mcap"));
        double written = run.Numbers($@"Recorded (\d+) messages in {Regex.Escape(path)}$")[0];
        using FileStream file = File.OpenRead(path);
        Assert.True(McapReader.TryOpen(file, null, out McapReader? reader, out McapProblem problem), problem.ToString());
        Assert.Equal((McapFileState.Indexed, 0, (ulong)written), (reader.State, reader.Problems.Total, reader.Statistics.MessageCount));

        // The last ledger stands at the end: what entered the edges had come to rest.
        McapChannel ledgers = reader.Channels.Values.Single(static channel => channel.Topic == "/edgeai/ledger");
        using McapMessageCursor cursor = reader.ReadMessages(0, ulong.MaxValue, channel => channel == ledgers);
        int count = 0;
        while (cursor.Read())
        {
            count++;
        }

        Assert.True(count > 0, "the recording ends with no ledger");
    }

    private static async Task<ClientWebSocket> ConnectAsync(int port, Func<bool> isOver)
    {
        while (true)
        {
            ClientWebSocket client = new();
            client.Options.AddSubProtocol(LiveViewProtocol.Subprotocol);
            try
            {
                await client.ConnectAsync(new Uri($"ws://127.0.0.1:{port}"), Stop);
                return client;
            }
            catch (WebSocketException) when (!isOver())
            {
                // Not listening yet.
                client.Dispose();
                await Task.Delay(50, Stop);
            }
        }
    }

    private static async Task<(int Length, bool IsText)> ReceiveAsync(ClientWebSocket client, byte[] bytes)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await client.ReceiveAsync(bytes.AsMemory(length), Stop);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            length += received.Count;
            if (received.EndOfMessage)
            {
                return (length, received.MessageType == WebSocketMessageType.Text);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
