using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>
/// Reads payloads (WIRE.md, "Payloads"). Pure and all-or-nothing: everything is judged before the first field is written, so that a
/// rejection leaves the message as it was.
/// </summary>
public static class PayloadDecoder
{
    /// <summary>Reads the payload of a frame that <see cref="FrameDecoder.TryDecodeHeader"/> found sound.</summary>
    /// <param name="frame">Holds the raw frame, header and checksum included.</param>
    /// <param name="offset">Where the frame begins.</param>
    /// <param name="count">The frame's bytes.</param>
    /// <param name="into">
    /// Of the header's type and large enough. Its stamp is set in the sender's time; its frame name is left alone: that is the profile's.
    /// </param>
    /// <returns>
    /// Ok; a payload rejection; <see cref="FrameStatus.TypeMismatch"/> if <paramref name="into"/> is of another type;
    /// <see cref="FrameStatus.DoesNotFit"/> if it is too small.
    /// </returns>
    /// <exception cref="ArgumentException">Offset and count reach outside the array.</exception>
    public static FrameStatus Decode(byte[] frame, int offset, int count, Message into)
    {
        if (offset < 0 || count < 0 || offset > frame.Length - count)
        {
            throw new ArgumentException("the frame lies outside the array: offset and count must stay within its length");
        }

        if (count < FrameLayout.MinFrameLength)
        {
            return FrameStatus.TooShort;
        }

        if (frame[offset + FrameLayout.TypeAt] != (byte)into.Type)
        {
            return FrameStatus.TypeMismatch;
        }

        FrameStatus status = DecodePayload(frame, offset + FrameLayout.HeaderLength, count - FrameLayout.MinFrameLength, into);
        if (status == FrameStatus.Ok)
        {
            into.Stamp = FrameTime.ToStamp(
                LittleEndian.ReadUInt48(frame, offset + FrameLayout.TimeAt),
                LittleEndian.ReadUInt32(frame, offset + FrameLayout.UncertaintyAt));
        }

        return status;
    }

    private static FrameStatus DecodePayload(byte[] frame, int at, int length, Message into)
    {
        switch (into.Type)
        {
            case MessageType.Fault:
                return DecodeFault(frame, at, length, (Fault)into);
            case MessageType.Image:
                return DecodeImage(frame, at, length, (Image)into);
            case MessageType.TactileArray:
                return DecodeTactile(frame, at, length, (TactileArray)into);
            case MessageType.WrenchStamped:
                return DecodeWrench(frame, at, length, (WrenchStamped)into);
            case MessageType.ForceStamped:
                return DecodeForce(frame, at, length, (ForceStamped)into);
            case MessageType.Imu:
                return ImuPayload.Decode(frame, at, length, (Imu)into);
            case MessageType.RangeMeasurement:
                return RangePayload.Decode(frame, at, length, (RangeMeasurement)into);
            case MessageType.RangeGrid:
                return RangePayload.Decode(frame, at, length, (RangeGrid)into);
            case MessageType.JointState:
                return JointStatePayload.Decode(frame, at, length, (JointState)into);
            case MessageType.MagneticField:
                return MagneticFieldPayload.Decode(frame, at, length, (MagneticField)into);
            case MessageType.ElectricalState:
                return ElectricalStatePayload.Decode(frame, at, length, (ElectricalState)into);
            case MessageType.Temperature:
            case MessageType.FluidPressure:
            case MessageType.RelativeHumidity:
                return ScalarPayload.Decode(frame, at, length, (ScalarMessage)into);
            case MessageType.Classification:
                return DecodeClassification(frame, at, length, (Classification)into);
            case MessageType.PerceptionEvent:
                return DecodePerceptionEvent(frame, at, length, (PerceptionEvent)into);
            case MessageType.Detection2DArray:
                return DetectionPayload.Decode(frame, at, length, (Detection2DArray)into);
            case MessageType.Hello:
                return HelloPayload.Decode(frame, at, length, (Hello)into);
            case MessageType.LogRecord:
                return LogPayload.Decode(frame, at, length, (LogRecord)into);
            case MessageType.TimeRequest:
                return RequestPayload.Decode(frame, at, length, (TimeRequest)into);
            case MessageType.TimeResponse:
                return RequestPayload.Decode(frame, at, length, (TimeResponse)into);
            case MessageType.HelloRequest:
                return RequestPayload.Decode(frame, at, length, (HelloRequest)into);
            case MessageType.StreamDescription:
                return StreamDescriptionPayload.Decode(frame, at, length, (StreamDescription)into);
            case MessageType.TaxelLayout:
                return TaxelLayoutPayload.Decode(frame, at, length, (TaxelLayout)into);
            case MessageType.Command:
                return CommandPayload.Decode(frame, at, length, (Command)into);
            case MessageType.Acknowledgement:
                return CommandPayload.Decode(frame, at, length, (Acknowledgement)into);
            default:
                return FrameStatus.UnknownType;
        }
    }

    private static FrameStatus DecodeFault(byte[] frame, int at, int length, Fault into)
    {
        if (length != PayloadRules.FaultLength)
        {
            return FrameStatus.BadLength;
        }

        uint failedReadings = LittleEndian.ReadUInt32(frame, at + 1);
        FrameStatus status = PayloadRules.CheckFault(frame[at], failedReadings);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        into.Status = (Board.SensorStatus)frame[at];
        into.FailedReadings = failedReadings;
        return FrameStatus.Ok;
    }

    private static FrameStatus DecodeImage(byte[] frame, int at, int length, Image into)
    {
        if (length < PayloadRules.ImageFixedLength)
        {
            return FrameStatus.BadLength;
        }

        int width = LittleEndian.ReadUInt16(frame, at);
        int height = LittleEndian.ReadUInt16(frame, at + 2);
        FrameStatus status = PayloadRules.CheckImage(width, height);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (!ScaleField.IsSound(frame, at + 4))
        {
            return FrameStatus.BadScale;
        }

        if (length != PayloadRules.ImageFixedLength + (2 * width * height))
        {
            return FrameStatus.BadLength;
        }

        if (width * height > into.Samples.Length)
        {
            return FrameStatus.DoesNotFit;
        }

        into.Width = width;
        into.Height = height;
        into.Scale = ScaleField.Read(frame, at + 4);
        LittleEndian.ReadInt16s(frame, at + PayloadRules.ImageFixedLength, into.Samples, width * height);
        return FrameStatus.Ok;
    }

    private static FrameStatus DecodeTactile(byte[] frame, int at, int length, TactileArray into)
    {
        if (length < PayloadRules.TactileFixedLength)
        {
            return FrameStatus.BadLength;
        }

        int taxels = LittleEndian.ReadUInt16(frame, at);
        int components = frame[at + 2];
        FrameStatus status = PayloadRules.CheckTactile(taxels, components);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if ((frame[at + 3] & ~PayloadRules.HasTouchBit) != 0)
        {
            return FrameStatus.BadPadding;
        }

        if (!ScaleField.IsSound(frame, at + 4))
        {
            return FrameStatus.BadScale;
        }

        bool hasTouch = frame[at + 3] != 0;
        int touchLength = hasTouch ? PayloadRules.TouchLength(taxels) : 0;
        int values = taxels * components;
        int touchAt = at + PayloadRules.TactileFixedLength + (2 * values);
        if (length != PayloadRules.TactileFixedLength + (2 * values) + touchLength)
        {
            return FrameStatus.BadLength;
        }

        if (hasTouch && (frame[touchAt + touchLength - 1] & ~PayloadRules.LastTouchMask(taxels)) != 0)
        {
            return FrameStatus.BadPadding;
        }

        if (values > into.Values.Length || touchLength > into.Touch.Length)
        {
            return FrameStatus.DoesNotFit;
        }

        into.TaxelCount = taxels;
        into.Components = components;
        into.HasTouch = hasTouch;
        into.Scale = ScaleField.Read(frame, at + 4);
        LittleEndian.ReadInt16s(frame, at + PayloadRules.TactileFixedLength, into.Values, values);
        System.Array.Copy(frame, touchAt, into.Touch, 0, touchLength);
        return FrameStatus.Ok;
    }

    private static FrameStatus DecodeWrench(byte[] frame, int at, int length, WrenchStamped into)
    {
        if (length != PayloadRules.WrenchLength)
        {
            return FrameStatus.BadLength;
        }

        if (!ScaleField.IsSound(frame, at) || !ScaleField.IsSound(frame, at + ScaleField.Length))
        {
            return FrameStatus.BadScale;
        }

        into.ForceScale = ScaleField.Read(frame, at);
        into.TorqueScale = ScaleField.Read(frame, at + ScaleField.Length);
        for (int axis = 0; axis < 3; axis++)
        {
            into.Force[axis] = LittleEndian.ReadInt32(frame, at + 12 + (4 * axis));
            into.Torque[axis] = LittleEndian.ReadInt32(frame, at + 24 + (4 * axis));
        }

        return FrameStatus.Ok;
    }

    private static FrameStatus DecodeForce(byte[] frame, int at, int length, ForceStamped into)
    {
        if (length != PayloadRules.ForceLength)
        {
            return FrameStatus.BadLength;
        }

        if (!ScaleField.IsSound(frame, at + 8))
        {
            return FrameStatus.BadScale;
        }

        into.RawCount = LittleEndian.ReadInt32(frame, at);
        into.Value = LittleEndian.ReadInt32(frame, at + 4);
        into.Scale = ScaleField.Read(frame, at + 8);
        return FrameStatus.Ok;
    }

    private static FrameStatus DecodeClassification(byte[] frame, int at, int length, Classification into)
    {
        if (length < PayloadRules.ClassificationFixedLength)
        {
            return FrameStatus.BadLength;
        }

        byte provider = frame[at + 4];
        int classCount = frame[at + 5];
        int classIndex = frame[at + 6];
        FrameStatus status = PayloadRules.CheckClassification(provider, classCount, classIndex);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (length != PayloadRules.ClassificationFixedLength + (2 * classCount))
        {
            return FrameStatus.BadLength;
        }

        into.OldestInputAgeMicroseconds = LittleEndian.ReadUInt32(frame, at);
        into.Provider = (ExecutionProvider)provider;
        into.ClassCount = classCount;
        into.ClassIndex = classIndex;
        System.Array.Copy(frame, at + 7, into.ModelDigest, 0, Classification.DigestLength);
        System.Array.Copy(frame, at + 39, into.InputDigest, 0, Classification.DigestLength);
        for (int index = 0; index < classCount; index++)
        {
            into.Probabilities[index] = LittleEndian.ReadUInt16(frame, at + PayloadRules.ClassificationFixedLength + (2 * index));
        }

        return FrameStatus.Ok;
    }

    private static FrameStatus DecodePerceptionEvent(byte[] frame, int at, int length, PerceptionEvent into)
    {
        if (length != PayloadRules.PerceptionEventLength)
        {
            return FrameStatus.BadLength;
        }

        FrameStatus status = PayloadRules.CheckPerceptionEvent(frame[at + 4]);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (frame[at + 5] > 1)
        {
            return FrameStatus.BadPadding;
        }

        if (!ScaleField.IsSound(frame, at + 10))
        {
            return FrameStatus.BadScale;
        }

        into.OldestInputAgeMicroseconds = LittleEndian.ReadUInt32(frame, at);
        into.Kind = (PerceptionEventKind)frame[at + 4];
        into.Active = frame[at + 5] != 0;
        into.Value = LittleEndian.ReadInt32(frame, at + 6);
        into.Scale = ScaleField.Read(frame, at + 10);
        return FrameStatus.Ok;
    }
}
