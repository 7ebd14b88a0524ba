using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>
/// What makes a payload sound (WIRE.md, "Payloads"). The encoder and the decoder ask the same questions here, so that nothing leaves
/// that would not be accepted.
/// </summary>
internal static class PayloadRules
{
    public const int FaultLength = 5;
    public const int ImageFixedLength = 10;
    public const int TactileFixedLength = 10;
    public const int WrenchLength = 36;
    public const int ForceLength = 14;
    public const int ClassificationFixedLength = 71;
    public const int PerceptionEventLength = 16;
    public const byte HasTouchBit = 1;

    /// <summary>From here to <see cref="LastDecision"/> stand the types of what a stream carries (WIRE.md, "Payload types").</summary>
    public const byte FirstReading = 0x10;

    public const byte LastDecision = 0x5F;

    public static bool IsKnownType(byte type)
    {
        switch ((MessageType)type)
        {
            case MessageType.Hello:
            case MessageType.Fault:
            case MessageType.LogRecord:
            case MessageType.TimeRequest:
            case MessageType.TimeResponse:
            case MessageType.HelloRequest:
            case MessageType.StreamDescription:
            case MessageType.TaxelLayout:
            case MessageType.Image:
            case MessageType.TactileArray:
            case MessageType.WrenchStamped:
            case MessageType.ForceStamped:
            case MessageType.Imu:
            case MessageType.RangeMeasurement:
            case MessageType.Temperature:
            case MessageType.FluidPressure:
            case MessageType.RelativeHumidity:
            case MessageType.MagneticField:
            case MessageType.ElectricalState:
            case MessageType.RangeGrid:
            case MessageType.JointState:
            case MessageType.Classification:
            case MessageType.PerceptionEvent:
            case MessageType.Detection2DArray:
            case MessageType.Command:
            case MessageType.Acknowledgement:
                return true;
            default:
                return false;
        }
    }

    public static FrameStatus CheckFault(byte status, uint failedReadings)
    {
        // Ok and NotReady are no faults: neither is ever reported as one.
        if (status < (byte)SensorStatus.NotAcknowledged || status > (byte)SensorStatus.Implausible)
        {
            return FrameStatus.UnknownCode;
        }

        return failedReadings == 0 ? FrameStatus.BadValue : FrameStatus.Ok;
    }

    public static FrameStatus CheckImage(int width, int height)
    {
        // Each side is held to the limit first: their product then cannot overflow.
        bool sides = width >= 1 && width <= Image.MaxSamples && height >= 1 && height <= Image.MaxSamples;
        return sides && width * height <= Image.MaxSamples ? FrameStatus.Ok : FrameStatus.BadCount;
    }

    public static FrameStatus CheckTactile(int taxels, int components)
    {
        bool sound = taxels >= 1 && taxels <= TactileArray.MaxTaxels && (components == 1 || components == 3);
        return sound ? FrameStatus.Ok : FrameStatus.BadCount;
    }

    public static FrameStatus CheckClassification(byte provider, int classCount, int classIndex)
    {
        if (provider > (byte)ExecutionProvider.CoreMl)
        {
            return FrameStatus.UnknownCode;
        }

        if (classCount < 1 || classCount > Classification.MaxClasses)
        {
            return FrameStatus.BadCount;
        }

        return classIndex < 0 || classIndex >= classCount ? FrameStatus.BadValue : FrameStatus.Ok;
    }

    public static FrameStatus CheckPerceptionEvent(byte kind)
    {
        bool known = kind >= (byte)PerceptionEventKind.Presence && kind <= (byte)PerceptionEventKind.Force;
        return known ? FrameStatus.Ok : FrameStatus.UnknownCode;
    }

    public static int TouchLength(int taxels)
    {
        return (taxels + 7) / 8;
    }

    /// <summary>The bits of the last touch byte that belong to a taxel.</summary>
    public static int LastTouchMask(int taxels)
    {
        int rest = taxels & 7;
        return rest == 0 ? 0xFF : (1 << rest) - 1;
    }
}
