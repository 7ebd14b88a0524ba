using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The six bytes of a scale inside a payload (WIRE.md, "Scale").</summary>
internal static class ScaleField
{
    public const int Length = 6;

    private const int LargestExponent = 18;

    public static bool IsSound(Scale scale)
    {
        return IsSound(scale.Mantissa, scale.Exponent, (byte)scale.Unit);
    }

    public static bool IsSound(byte[] frame, int at)
    {
        return IsSound(LittleEndian.ReadInt32(frame, at), (sbyte)frame[at + 4], frame[at + 5]);
    }

    public static Scale Read(byte[] frame, int at)
    {
        return new Scale(LittleEndian.ReadInt32(frame, at), (sbyte)frame[at + 4], (Unit)frame[at + 5]);
    }

    public static void Write(Scale scale, byte[] buffer, int offset)
    {
        LittleEndian.WriteInt32(buffer, offset, scale.Mantissa);
        buffer[offset + 4] = (byte)scale.Exponent;
        buffer[offset + 5] = (byte)scale.Unit;
    }

    private static bool IsSound(int mantissa, int exponent, byte unit)
    {
        return mantissa != 0 && exponent >= -LargestExponent && exponent <= LargestExponent && unit <= (byte)Unit.Tesla;
    }
}
