using System;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Configuration;

/// <summary>
/// Takes the fields of a configuration one after the other. The first rejection stays; after it every field reads as nothing, so that a reader of fields needs
/// to ask only where a field decides what follows.
/// </summary>
internal sealed class ConfigurationReader
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private int _position;
    private int _field;

    public ConfigurationReader(byte[] bytes, int end)
    {
        _bytes = bytes;
        _end = end;
    }

    /// <summary>Why the configuration is rejected, Ok as long as it is not.</summary>
    public ConfigurationStatus Status { get; private set; }

    /// <summary>The byte at which the rejected field begins.</summary>
    public int RejectedAt { get; private set; }

    public bool IsSound
    {
        get { return Status == ConfigurationStatus.Ok; }
    }

    /// <summary>Where the next field begins.</summary>
    public int Position
    {
        get { return _position; }
    }

    private int Left
    {
        get { return _end - _position; }
    }

    /// <summary>Rejects the field that was taken last, unless something was rejected before.</summary>
    public void Reject(ConfigurationStatus status)
    {
        RejectAt(status, _field);
    }

    public void RejectAt(ConfigurationStatus status, int offset)
    {
        if (Status == ConfigurationStatus.Ok)
        {
            Status = status;
            RejectedAt = offset;
        }
    }

    /// <summary>Rejects the field that was taken last unless something holds of it.</summary>
    public void Require(bool holds, ConfigurationStatus otherwise)
    {
        if (!holds)
        {
            Reject(otherwise);
        }
    }

    /// <summary>Rejects what stands behind the last field.</summary>
    public void RequireEnd()
    {
        if (_position != _end)
        {
            RejectAt(ConfigurationStatus.BadLength, _position);
        }
    }

    public byte Byte()
    {
        return Take(1) ? _bytes[_field] : (byte)0;
    }

    public ushort UInt16()
    {
        return Take(2) ? LittleEndian.ReadUInt16(_bytes, _field) : (ushort)0;
    }

    public short Int16()
    {
        return (short)UInt16();
    }

    public int Int32()
    {
        return Take(4) ? LittleEndian.ReadInt32(_bytes, _field) : 0;
    }

    public uint UInt32()
    {
        return Take(4) ? LittleEndian.ReadUInt32(_bytes, _field) : 0u;
    }

    public void Bytes(byte[] into)
    {
        if (Take(into.Length))
        {
            Array.Copy(_bytes, _field, into, 0, into.Length);
        }
    }

    /// <summary>Takes a text (WIRE.md, "Text"); every rejection stands at its count.</summary>
    public string Text(int least, int most)
    {
        int count = Byte();
        int begin = _field;
        Require(count >= least && count <= most, ConfigurationStatus.BadCount);
        Require(count <= Left, ConfigurationStatus.BadLength);
        if (!Take(count))
        {
            return "";
        }

        _field = begin;
        char[] characters = new char[count];
        for (int index = 0; index < count; index++)
        {
            characters[index] = (char)_bytes[begin + 1 + index];
            Require(AsciiText.IsPrintable(characters[index]), ConfigurationStatus.BadText);
        }

        return new string(characters);
    }

    private bool Take(int count)
    {
        if (Status != ConfigurationStatus.Ok)
        {
            return false;
        }

        _field = _position;
        if (count > Left)
        {
            Reject(ConfigurationStatus.BadLength);
            return false;
        }

        _position += count;
        return true;
    }
}
