using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Sparkplug;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>An edge node's session on a clock of the test's, and a host application that judges what it says.</summary>
internal sealed class SessionFixture
{
    private const ulong Epoch = 1_700_000_000_000;

    private readonly byte[] _buffer = new byte[EdgeNodeSession.MaximumBirthLength];
    private readonly QueuedFrame _frame = new();
    private long _sequence;

    public SessionFixture(Func<SparkplugOptions, SparkplugOptions>? change = null, Func<string, bool>? isConnected = null)
    {
        SparkplugOptions options = new() { Host = "broker", Group = "lab", EdgeNode = "gw" };
        Session = new EdgeNodeSession(change?.Invoke(options) ?? options, new SparkplugTopics("lab", "gw"), isConnected);
    }

    public EdgeNodeSession Session { get; }

    public SparkplugHost Host { get; } = new();

    public long Now { get; set; } = 5000;

    /// <summary>Gives the session a frame, stamped with the present time.</summary>
    public void Take(Message message, string robot = "r1", ushort board = 1, byte stream = 2, FrameFlags flags = FrameFlags.None, ushort boot = 1, long? sequence = null)
    {
        Fill(_frame, message, robot, board, stream, flags, boot, sequence ?? _sequence++, ((long)Epoch + Now) * 1_000_000);
        Session.Take(_frame, Now);
    }

    /// <summary>Tells the session that a robot's last connection ended.</summary>
    public void Leave(string robot)
    {
        FrameQueue queue = new(1);
        queue.OfferDeparture(robot);
        QueuedFrame departure = new();
        Assert.True(queue.TryTake(ref departure));
        Session.Take(departure, Now);
    }

    /// <summary>All messages that are due, each judged by the host.</summary>
    public List<SparkplugMessage> Say()
    {
        List<SparkplugMessage> said = [];
        Session.Advance(Now, 0, 0);
        while (Session.TryNext(Now, Epoch + (ulong)Now, _buffer, out string topic, out int length))
        {
            said.Add(SparkplugMessage.Read(topic, _buffer.AsSpan(0, length)));
            Host.Take(said[^1]);
        }

        return said;
    }

    public static Temperature Celsius(double value) => new() { Value = (int)Math.Round(value * 100) };

    public static ulong Utc(long now) => Epoch + (ulong)now;

    public static void Fill(QueuedFrame frame, Message message, string robot, ushort board, byte stream, FrameFlags flags, ushort boot, long sequence, long utcNanoseconds)
    {
        byte[] bytes = new byte[FrameLayout.MaxFrameLength];
        message.Stamp = new Stamp(1000, 0);
        int length = FrameEncoder.Encode(new FrameHeader { Board = board, Stream = stream, Boot = boot, Sequence = sequence, Flags = flags }, message, bytes, 0, bytes.Length);
        Assert.NotEqual(0, length);
        frame.RobotLength = System.Text.Encoding.ASCII.GetBytes(robot, frame.Robot);
        frame.Copy(bytes.AsSpan(0, length));
        frame.UtcNanoseconds = utcNanoseconds;
    }
}
