using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Digests;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Application;

/// <summary>
/// The zeros and scales that were taken while the board ran, kept across power-off. They belong to the configuration that they were taken under: with another
/// one the sensors may be others, and the slots are empty.
/// </summary>
/// <remarks>
/// The record: 32 bytes SHA-256 of the configuration, then for each sensor with a slot u8 stream, u8 count of tare numbers, i32 each, u8 1 where a scale follows, Scale.
/// </remarks>
internal sealed class CalibrationSlots
{
    private const int Capacity = 2048;
    private const int ScaleLength = 6;

    private readonly StoredRecord _record;
    private readonly byte[] _digest = new byte[Sha256.DigestLength];
    private readonly byte[] _bytes = new byte[Capacity];
    private readonly int[] _tare = new int[byte.MaxValue];
    private SampledStream[] _streams = new SampledStream[0];

    public CalibrationSlots(StoredRecord record)
    {
        _record = record;
    }

    /// <summary>Gives each sensor what its slot holds.</summary>
    public void Restore(SampledStream[] streams, byte[] configuration, int count)
    {
        _streams = streams;
        Sha256 sha256 = new Sha256();
        sha256.Append(configuration, 0, count);
        sha256.Finish(_digest, 0);
        int length = _record.Load(_bytes);
        if (length < _digest.Length)
        {
            return;
        }

        for (int index = 0; index < _digest.Length; index++)
        {
            if (_bytes[index] != _digest[index])
            {
                return;
            }
        }

        int position = _digest.Length;
        while (position + 2 <= length)
        {
            position = RestoreOne(position, length);
        }
    }

    /// <summary>Stores what the sensors hold now.</summary>
    /// <returns>Whether it stands.</returns>
    public bool Save()
    {
        Array.Copy(_digest, 0, _bytes, 0, _digest.Length);
        int position = _digest.Length;
        for (int index = 0; index < _streams.Length; index++)
        {
            position = Put(_streams[index], position);
            if (position < 0)
            {
                return false;
            }
        }

        return _record.Save(_bytes, position);
    }

    /// <summary>Whether a sensor has a tare: one that it only began has ended.</summary>
    public bool HasTare(SampledStream stream)
    {
        return TaresOf(stream.Sensor as ITareable) > 0;
    }

    private int TaresOf(ITareable? tareable)
    {
        return tareable != null && tareable.TareLength <= _tare.Length && tareable.TryGetTare(_tare) ? tareable.TareLength : 0;
    }

    private int Put(SampledStream stream, int position)
    {
        ICalibratable? calibratable = stream.Sensor as ICalibratable;
        int tares = TaresOf(stream.Sensor as ITareable);
        if (tares == 0 && calibratable == null)
        {
            return position;
        }

        if (position + 3 + (4 * tares) + ScaleLength > Capacity)
        {
            return -1;
        }

        _bytes[position] = stream.Number;
        _bytes[position + 1] = (byte)tares;
        position += 2;
        for (int index = 0; index < tares; index++)
        {
            LittleEndian.WriteInt32(_bytes, position, _tare[index]);
            position += 4;
        }

        _bytes[position] = (byte)(calibratable == null ? 0 : 1);
        position++;
        if (calibratable != null)
        {
            Scale scale = calibratable.ValueScale;
            LittleEndian.WriteInt32(_bytes, position, scale.Mantissa);
            _bytes[position + 4] = (byte)scale.Exponent;
            _bytes[position + 5] = (byte)scale.Unit;
            position += ScaleLength;
        }

        return position;
    }

    private int RestoreOne(int position, int length)
    {
        byte number = _bytes[position];
        int tares = _bytes[position + 1];
        position += 2;
        if (position + (4 * tares) + 1 > length)
        {
            return length;
        }

        for (int index = 0; index < tares; index++)
        {
            _tare[index] = LittleEndian.ReadInt32(_bytes, position);
            position += 4;
        }

        bool hasScale = _bytes[position] == 1;
        position++;
        if (hasScale && position + ScaleLength > length)
        {
            return length;
        }

        ISensor? sensor = SensorOf(number);
        if (sensor is ITareable tareable && tares > 0 && tareable.TareLength == tares)
        {
            tareable.SetTare(_tare);
        }

        if (hasScale)
        {
            Scale scale = new Scale(LittleEndian.ReadInt32(_bytes, position), (sbyte)_bytes[position + 4], (Unit)_bytes[position + 5]);
            if (sensor is ICalibratable calibratable && scale.Mantissa != 0)
            {
                calibratable.SetScale(scale);
            }

            position += ScaleLength;
        }

        return position;
    }

    private ISensor? SensorOf(byte number)
    {
        for (int index = 0; index < _streams.Length; index++)
        {
            if (_streams[index].Number == number)
            {
                return _streams[index].Sensor;
            }
        }

        return null;
    }
}
