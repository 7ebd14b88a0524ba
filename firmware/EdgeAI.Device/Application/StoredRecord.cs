using System;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Application;

/// <summary>
/// One record in the memory that survives power-off, kept in two places that are written in turn: whatever a power cut does to the place being written, the other
/// one holds the record as it was before.
/// </summary>
/// <remarks>A place holds: u32 generation, u16 length, the record, u32 CRC-32C over all before; little-endian. The sound place of the higher generation counts.</remarks>
public sealed class StoredRecord
{
    private const int HeaderLength = 6;
    private const int ChecksumLength = 4;

    private readonly IBoardStore _store;
    private readonly int _firstPlace;
    private readonly byte[] _buffer;
    private uint _generation;
    private bool _secondIsNewer;
    private bool _isFound;

    /// <summary>Makes the keeper of one record.</summary>
    /// <param name="store">The memory.</param>
    /// <param name="firstPlace">The first of its two places.</param>
    /// <param name="capacity">The most bytes that the record will have, up to 65535.</param>
    public StoredRecord(IBoardStore store, int firstPlace, int capacity)
    {
        _store = store;
        _firstPlace = firstPlace;
        _buffer = new byte[HeaderLength + capacity + ChecksumLength];
    }

    /// <summary>Makes the keeper of one record beside another of the same capacity, with one buffer for both: a board's memory is small.</summary>
    /// <param name="store">The memory.</param>
    /// <param name="firstPlace">The first of its two places.</param>
    /// <param name="beside">The other; used on the same thread.</param>
    public StoredRecord(IBoardStore store, int firstPlace, StoredRecord beside)
    {
        _store = store;
        _firstPlace = firstPlace;
        _buffer = beside._buffer;
    }

    /// <summary>Saves that failed since the start.</summary>
    public int FailedSaves { get; private set; }

    /// <summary>Reads the record into the start of a buffer that holds its capacity.</summary>
    /// <returns>Its length; -1 when there is none, or neither place is sound.</returns>
    public int Load(byte[] record)
    {
        int length = Find();
        if (length >= 0)
        {
            Array.Copy(_buffer, HeaderLength, record, 0, length);
        }

        return length;
    }

    /// <summary>Replaces the record; when that fails, the record before is still there.</summary>
    /// <returns>Whether the new record stands.</returns>
    public bool Save(byte[] record, int count)
    {
        if (!_isFound)
        {
            // A generation below that of the other place would let the record before come back.
            Find();
        }

        LittleEndian.WriteUInt32(_buffer, 0, _generation + 1);
        LittleEndian.WriteUInt16(_buffer, 4, (ushort)count);
        Array.Copy(record, 0, _buffer, HeaderLength, count);
        LittleEndian.WriteUInt32(_buffer, HeaderLength + count, Crc32C.Compute(_buffer, 0, HeaderLength + count));
        if (!_store.Save(_secondIsNewer ? _firstPlace : _firstPlace + 1, _buffer, HeaderLength + count + ChecksumLength))
        {
            FailedSaves++;
            return false;
        }

        _generation++;
        _secondIsNewer = !_secondIsNewer;
        return true;
    }

    private int Find()
    {
        _isFound = true;
        uint firstGeneration;
        uint secondGeneration;
        int first = LoadPlace(_firstPlace, out firstGeneration);
        int second = LoadPlace(_firstPlace + 1, out secondGeneration);
        if (first < 0 && second < 0)
        {
            return -1;
        }

        // The newer of two sound places is the one whose generation is ahead, also when the count has wrapped.
        _secondIsNewer = first < 0 || (second >= 0 && secondGeneration - firstGeneration < 0x80000000);
        _generation = _secondIsNewer ? secondGeneration : firstGeneration;
        return _secondIsNewer ? second : LoadPlace(_firstPlace, out firstGeneration);
    }

    private int LoadPlace(int place, out uint generation)
    {
        int held = _store.Load(place, _buffer);
        generation = 0;
        if (held < HeaderLength + ChecksumLength || held > _buffer.Length)
        {
            return -1;
        }

        int length = LittleEndian.ReadUInt16(_buffer, 4);
        if (held != HeaderLength + length + ChecksumLength
            || LittleEndian.ReadUInt32(_buffer, HeaderLength + length) != Crc32C.Compute(_buffer, 0, HeaderLength + length))
        {
            return -1;
        }

        generation = LittleEndian.ReadUInt32(_buffer, 0);
        return length;
    }
}
