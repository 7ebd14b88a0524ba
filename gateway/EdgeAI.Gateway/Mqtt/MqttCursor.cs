using System.Buffers.Binary;

namespace EdgeAI.Gateway.Mqtt;

/// <summary>Reads the data types of MQTT 5.0, section 1.5, one after another; each read fails where its bytes are not all there.</summary>
internal ref struct MqttCursor(ReadOnlySpan<byte> bytes)
{
    /// <summary>The longest variable byte integer (1.5.5).</summary>
    public const int MaximumVariableLength = 4;

    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public bool TryReadByte(out byte value)
    {
        if (Rest.IsEmpty)
        {
            value = 0;
            return false;
        }

        value = Rest[0];
        Rest = Rest[1..];
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(Rest, out value))
        {
            return false;
        }

        Rest = Rest[sizeof(ushort)..];
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(Rest, out value))
        {
            return false;
        }

        Rest = Rest[sizeof(uint)..];
        return true;
    }

    public bool TryReadBytes(int count, out ReadOnlySpan<byte> value)
    {
        if (count > Rest.Length)
        {
            value = default;
            return false;
        }

        value = Rest[..count];
        Rest = Rest[count..];
        return true;
    }

    /// <summary>Binary data: its length in two bytes, then the bytes (1.5.6).</summary>
    public bool TryReadBinary(out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryReadUInt16(out ushort length) && TryReadBytes(length, out value);
    }

    /// <summary>A text, still as UTF-8 (1.5.4).</summary>
    public MqttRejection ReadText(out ReadOnlySpan<byte> text)
        => !TryReadBinary(out text) ? MqttRejection.Truncated : MqttText.IsValid(text) ? MqttRejection.None : MqttRejection.InvalidText;

    /// <summary>A variable byte integer, which is never longer than it needs to be (1.5.5).</summary>
    public MqttRejection ReadVariable(out int value)
    {
        value = 0;
        for (int index = 0; index < MaximumVariableLength; index++)
        {
            if (!TryReadByte(out byte part))
            {
                return MqttRejection.Truncated;
            }

            value |= (part & 0x7F) << (7 * index);
            if ((part & 0x80) == 0)
            {
                return part == 0 && index > 0 ? MqttRejection.InvalidLength : MqttRejection.None;
            }
        }

        return MqttRejection.InvalidLength;
    }
}
