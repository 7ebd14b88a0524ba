using System;
using EdgeAI.Device.Application;
using nanoFramework.Hardware.Stm32;

namespace EdgeAI.Firmware.Targets;

/// <summary>
/// The STM32's backup registers, which survive a restart, and a power-off where VBAT is supplied. nanoFramework gives this board no drive, and there is room for the
/// start record alone: enough to see a crash loop. A configuration or a calibration cannot be kept, and the application says so when it is told to.
/// </summary>
internal sealed class BackupStore : IBoardStore
{
    private const int Places = 2;
    private const int LengthBytes = 1;

    private readonly int _room;
    private readonly byte[] _slot;

    public BackupStore()
    {
        _room = SizeOf();
        _slot = new byte[_room];
    }

    /// <inheritdoc/>
    public int Load(int place, byte[] buffer)
    {
        if (place >= Places || _room <= LengthBytes)
        {
            return 0;
        }

        try
        {
            BackupMemory.ReadBytes((uint)(place * _room), _slot);
        }
        catch (Exception)
        {
            return 0;
        }

        int length = _slot[0];
        if (length > _room - LengthBytes)
        {
            // Never written: whatever the registers came up with.
            return 0;
        }

        Array.Copy(_slot, LengthBytes, buffer, 0, length < buffer.Length ? length : buffer.Length);
        return length;
    }

    /// <inheritdoc/>
    public bool Save(int place, byte[] buffer, int count)
    {
        if (place >= Places || count > _room - LengthBytes)
        {
            return false;
        }

        _slot[0] = (byte)count;
        Array.Copy(buffer, 0, _slot, LengthBytes, count);
        try
        {
            BackupMemory.WriteBytes((uint)(place * _room), _slot);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static int SizeOf()
    {
        try
        {
            int room = BackupMemory.Size / Places;
            return room <= byte.MaxValue ? room : byte.MaxValue;
        }
        catch (Exception)
        {
            // A firmware that was built without them: nothing is kept.
            return 0;
        }
    }
}
