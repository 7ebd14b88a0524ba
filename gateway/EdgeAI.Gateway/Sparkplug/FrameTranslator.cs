using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway.Sparkplug.Payloads;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>
/// Turns wire frames into values of metrics (gateway/SPARKPLUG.md, "Metrics"): the only place that knows both vocabularies. Fields of
/// hundreds of values are told by their extremes and mean; all of them go the durable way. One thread uses it.
/// </summary>
internal sealed partial class FrameTranslator(MetricCatalog catalog)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly FrameHeader _header = new();
    private readonly Message?[] _messages = MakeMessages();
    private DeviceState _device = null!;
    private StreamState _stream = null!;
    private MetricGroup _group = null!;
    private ulong _timestamp;
    private short _quality;
    private MetricOrigin _origin;

    /// <summary>Frames that are none, or hold nothing that is told.</summary>
    public long Ignored { get; private set; }

    /// <summary>Frames that came after a later one of their stream.</summary>
    public long Late { get; private set; }

    /// <summary>Takes a frame's values; false where it holds none.</summary>
    /// <param name="device">The robot it came from; nothing where there is no room for it.</param>
    /// <param name="frame">The frame.</param>
    public bool TryTranslate(DeviceState? device, QueuedFrame frame)
    {
        if (device is null || FrameDecoder.TryDecodeHeader(frame.Frame, 0, frame.FrameLength, _header) != FrameStatus.Ok
            || (int)_header.Type >= _messages.Length || _messages[(int)_header.Type] is not { } message
            || PayloadDecoder.Decode(frame.Frame, 0, frame.FrameLength, message) != FrameStatus.Ok
            || frame.UtcNanoseconds < 0)
        {
            Ignored++;
            return false;
        }

        _device = device;
        _stream = catalog.Stream(device, _header.Board, _header.Stream);
        if (!_stream.TryAdvance(_header.Boot, _header.Sequence))
        {
            Late++;
            return false;
        }

        _group = _stream.Group(_header.Type);
        _timestamp = (ulong)(frame.UtcNanoseconds / NanosecondsPerMillisecond);
        _quality = (_header.Flags & FrameFlags.Suspect) != 0 ? MetricQuality.Bad : MetricQuality.Good;
        _origin = ((_header.Flags & FrameFlags.Simulated) != 0 ? MetricOrigin.Simulated : MetricOrigin.Real)
            | ((_header.Flags & FrameFlags.Replayed) != 0 ? MetricOrigin.Replayed : MetricOrigin.Real);
        Translate(message);
        return true;
    }

    private static Message?[] MakeMessages()
    {
        Message[] kinds =
        [
            new Fault(), new Image(Image.MaxSamples), new TactileArray(TactileArray.MaxTaxels, 3), new WrenchStamped(), new ForceStamped(), new Imu(),
            new RangeMeasurement(), new Temperature(), new FluidPressure(), new RelativeHumidity(), new MagneticField(), new ElectricalState(),
            new RangeGrid(RangeGrid.MaxZones), new JointState(), new Classification(), new PerceptionEvent(), new Detection2DArray(),
        ];
        Message?[] messages = new Message?[(int)MessageType.Detection2DArray + 1];
        foreach (Message message in kinds)
        {
            messages[(int)message.Type] = message;
        }

        return messages;
    }

    private void Real(int place, string leaf, double raw, Scale scale) => Real(place, leaf, Scaled(raw, scale), scale.Unit, _quality);

    private void Real(int place, string leaf, double value, Unit unit, short quality)
        => Set(place, leaf, SparkplugDataType.Double, unit, MetricValueKind.Double, BitConverter.DoubleToUInt64Bits(value), quality);

    private void Integer(int place, string leaf, int value) => Set(place, leaf, SparkplugDataType.Int32, Unit.Count, MetricValueKind.Int, (uint)value, _quality);

    private void Long(int place, string leaf, long value) => Set(place, leaf, SparkplugDataType.Int64, Unit.Count, MetricValueKind.Long, (ulong)value, _quality);

    private void Boolean(int place, string leaf, bool value) => Set(place, leaf, SparkplugDataType.Boolean, Unit.Count, MetricValueKind.Boolean, value ? 1UL : 0, _quality);

    private void Set(int place, string leaf, SparkplugDataType type, Unit unit, MetricValueKind kind, ulong bits, short quality)
        => catalog.Set(_device, _stream, _group, place, leaf, type, unit, new MetricSample(kind, bits, _timestamp, quality, _origin));

    // Powers of ten up to 10^18 are exact in binary64, so one division rounds once: 2150 * 10^-2 is 21.5.
    private static double Scaled(double raw, Scale scale)
    {
        double power = 1;
        for (int exponent = Math.Abs((int)scale.Exponent); exponent > 0; exponent--)
        {
            power *= 10;
        }

        return scale.Exponent < 0 ? raw * scale.Mantissa / power : raw * scale.Mantissa * power;
    }
}
