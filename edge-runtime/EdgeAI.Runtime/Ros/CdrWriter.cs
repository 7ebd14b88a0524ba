using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Runtime.Ros;

/// <summary>
/// Writes one message after another as CDR of version 1, little endian, behind the four bytes that say so (OMG DDSI-RTPS 2.5, section 10.2):
/// what ROS 2 sends and MCAP calls "cdr". Allocates only while its buffer grows to the largest message. Not thread safe.
/// </summary>
/// <param name="capacity">Bytes to begin with.</param>
public sealed class CdrWriter(int capacity = 1024)
{
    /// <summary>Bytes before the first field; alignment counts from behind them.</summary>
    public const int HeaderLength = 4;

    // CDR_LE; the two option bytes are zero.
    private const byte LittleEndianPlain = 1;

    private byte[] _buffer = new byte[Math.Max(HeaderLength, capacity)];
    private int _length;

    /// <summary>The message written since <see cref="Begin"/>, valid until the next one begins.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Begins a message.</summary>
    public void Begin()
    {
        _length = 0;
        Span<byte> header = Take(HeaderLength);
        header.Clear();
        header[1] = LittleEndianPlain;
    }

    /// <summary>Writes a truth value as one byte.</summary>
    public void Write(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>Writes one byte.</summary>
    public void Write(byte value) => Take(1)[0] = value;

    /// <summary>Writes two bytes.</summary>
    public void Write(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Aligned(sizeof(ushort)), value);

    /// <summary>Writes four bytes.</summary>
    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Aligned(sizeof(int)), value);

    /// <summary>Writes four bytes.</summary>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Aligned(sizeof(uint)), value);

    /// <summary>Writes eight bytes.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Aligned(sizeof(long)), value);

    /// <summary>Writes four bytes.</summary>
    public void Write(float value) => BinaryPrimitives.WriteSingleLittleEndian(Aligned(sizeof(float)), value);

    /// <summary>Writes eight bytes.</summary>
    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Aligned(sizeof(double)), value);

    /// <summary>Writes a text: its bytes in UTF-8, counted with the zero that ends them.</summary>
    public void Write(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int bytes = Encoding.UTF8.GetByteCount(value);
        Write(bytes + 1);
        Span<byte> place = Take(bytes + 1);
        Encoding.UTF8.GetBytes(value, place);
        place[bytes] = 0;
    }

    /// <summary>Writes a text of one-byte characters.</summary>
    public void WriteText(ReadOnlySpan<byte> ascii)
    {
        Write(ascii.Length + 1);
        Span<byte> place = Take(ascii.Length + 1);
        ascii.CopyTo(place);
        place[ascii.Length] = 0;
    }

    /// <summary>Writes bytes as a text of lower-case hexadecimal digits.</summary>
    public void WriteHex(ReadOnlySpan<byte> bytes)
    {
        int digits = bytes.Length * 2;
        Write(digits + 1);
        Span<byte> place = Take(digits + 1);
        Convert.TryToHexStringLower(bytes, place, out _);
        place[digits] = 0;
    }

    /// <summary>Writes a sequence of bytes: how many, then they.</summary>
    public void WriteSequence(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>Writes how many elements of a sequence follow.</summary>
    public void WriteCount(int count) => Write((uint)count);

    /// <summary>Writes the same value several times: what is said of a fixed array of which nothing is known.</summary>
    public void WriteRepeated(double value, int times)
    {
        for (int index = 0; index < times; index++)
        {
            Write(value);
        }
    }

    private Span<byte> Aligned(int size)
    {
        int over = (_length - HeaderLength) & (size - 1);
        if (over != 0)
        {
            Take(size - over).Clear();
        }

        return Take(size);
    }

    private Span<byte> Take(int count)
    {
        int start = _length;
        if (count > _buffer.Length - start)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max((long)start + count, 2L * _buffer.Length)));
        }

        _length = start + count;
        return _buffer.AsSpan(start, count);
    }
}
