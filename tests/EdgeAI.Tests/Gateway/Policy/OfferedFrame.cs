using System.Text;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>A frame that a robot offers, and how to make one.</summary>
internal sealed record OfferedFrame
{
    public const long Second = 1_000_000_000;

    /// <summary>A round instant, far from 1970.</summary>
    public const long Begin = 1_800_000_000 * Second;

    private readonly string _robot = "r1";

    public string Robot
    {
        get => _robot;
        init
        {
            _robot = value;
            RobotAscii = Encoding.ASCII.GetBytes(value);
        }
    }

    public byte[] RobotAscii { get; private init; } = "r1"u8.ToArray();

    public uint Boot { get; init; } = 1;

    public RecordClass Class { get; init; } = RecordClass.Telemetry;

    public long Stamp { get; init; } = Begin;

    public long Uncertainty { get; init; } = 1000;

    public required byte[] Frame { get; init; }

    /// <summary>A message as a frame of a stream.</summary>
    public static OfferedFrame Of(Message message, long sequence, long stamp = Begin, ushort board = 1, byte stream = 1, ushort boardBoot = 7, FrameFlags flags = FrameFlags.None)
    {
        byte[] buffer = new byte[FrameLayout.MaxFrameLength];
        message.Stamp = new Stamp(sequence * 1000, 1000);
        int length = FrameEncoder.Encode(new FrameHeader { Board = board, Boot = boardBoot, Stream = stream, Sequence = sequence, Flags = flags }, message, buffer, 0, buffer.Length);
        Assert.True(length > 0);
        return new OfferedFrame { Frame = buffer[..length], Stamp = stamp };
    }

    /// <summary>A temperature in hundredths of a degree.</summary>
    public static OfferedFrame Temperature(int hundredths, long sequence, long stamp = Begin, byte stream = 1)
        => Of(new Temperature { Value = hundredths, Scale = new Scale(1, -2, Unit.DegreeCelsius) }, sequence, stamp, stream: stream);

    public static OfferedFrame Image(long sequence, byte stream = 2)
    {
        Image image = new(4) { Width = 2, Height = 2, Scale = new Scale(25, -2, Unit.DegreeCelsius) };
        image.Samples[0] = image.Samples[3] = 80;
        return Of(image, sequence, Begin, stream: stream);
    }
}
