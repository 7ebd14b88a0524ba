using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>
/// The parts of a VL53L5CX firmware image, and its check, a stretch at a time so that nothing waits for 88 kB.
/// </summary>
/// <remarks>
/// The file is the four arrays of ST's ultra lite driver one after the other, made for one target per zone: the firmware (VL53L5CX_FIRMWARE, 86,016
/// bytes), the default configuration (972), the crosstalk data for 8 x 8 (776) and those for 4 x 4 (776). Under the name vl_fw_config.bin this
/// very layout is what the public MicroPython driver mp-extras/vl53l5cx builds from ST's header and ships.
/// </remarks>
public sealed class Vl53l5cxImage
{
    /// <summary>Bytes of the firmware.</summary>
    public const int FirmwareBytes = 0x15000;

    /// <summary>Where the default configuration begins.</summary>
    public const int Configuration = FirmwareBytes;

    /// <summary>Bytes of the default configuration.</summary>
    public const int ConfigurationBytes = 972;

    /// <summary>Where the crosstalk data for 8 x 8 zones begin.</summary>
    public const int Crosstalk8 = Configuration + ConfigurationBytes;

    /// <summary>Bytes of crosstalk data.</summary>
    public const int CrosstalkBytes = 776;

    /// <summary>Where the crosstalk data for 4 x 4 zones begin.</summary>
    public const int Crosstalk4 = Crosstalk8 + CrosstalkBytes;

    /// <summary>Bytes of the whole image.</summary>
    public const int Length = Crosstalk4 + CrosstalkBytes;

    private const int StretchBytes = 8192;

    private readonly IVl53l5cxImage _source;
    private readonly uint _expected;
    private readonly byte[] _chunk = new byte[256];
    private uint _crc;
    private int _checked;
    private Vl53l5cxImageStatus _status;

    /// <summary>Makes a check of one image.</summary>
    /// <param name="source">Where the image comes from.</param>
    /// <param name="expectedCrc32C">The CRC-32C (Castagnoli, WIRE.md "Checksum") of the image that is meant, from the profile.</param>
    public Vl53l5cxImage(IVl53l5cxImage source, uint expectedCrc32C)
    {
        _source = source;
        _expected = expectedCrc32C;
    }

    /// <summary>What has been found out.</summary>
    public Vl53l5cxImageStatus Status
    {
        get { return _status; }
    }

    /// <summary>Checks the next 8 kB.</summary>
    /// <returns><see cref="Vl53l5cxImageStatus.NotChecked"/> while there is more to check; a verdict stands once it is made, but for an unreadable source.</returns>
    public Vl53l5cxImageStatus CheckNext()
    {
        if (_status != Vl53l5cxImageStatus.NotChecked && _status != Vl53l5cxImageStatus.Unreadable)
        {
            return _status;
        }

        _status = CheckStretch();
        return _status;
    }

    /// <summary>Reads a chunk; where that fails, the image is unreadable and must be checked again.</summary>
    public bool Read(int offset, byte[] buffer, int count)
    {
        bool read = _source.Read(offset, buffer, count);
        if (!read)
        {
            _checked = 0;
            _status = Vl53l5cxImageStatus.Unreadable;
        }

        return read;
    }

    private Vl53l5cxImageStatus CheckStretch()
    {
        if (_source.Length != Length)
        {
            return Vl53l5cxImageStatus.WrongLength;
        }

        if (_checked == 0)
        {
            _crc = 0;
            Vl53l5cxImageStatus structure = CheckStructure();
            if (structure != Vl53l5cxImageStatus.Ok)
            {
                return structure;
            }
        }

        int end = _checked + StretchBytes;
        while (_checked < end && _checked < Length)
        {
            int count = Length - _checked < _chunk.Length ? Length - _checked : _chunk.Length;
            if (!_source.Read(_checked, _chunk, count))
            {
                _checked = 0;
                return Vl53l5cxImageStatus.Unreadable;
            }

            _crc = Crc32C.Append(_crc, _chunk, 0, count);
            _checked += count;
        }

        if (_checked < Length)
        {
            return Vl53l5cxImageStatus.NotChecked;
        }

        return _crc == _expected ? Vl53l5cxImageStatus.Ok : Vl53l5cxImageStatus.WrongChecksum;
    }

    /// <summary>The configuration begins with the block header of the zone configuration: index 0x5450, 8 bytes.</summary>
    private Vl53l5cxImageStatus CheckStructure()
    {
        if (!_source.Read(Configuration, _chunk, 4))
        {
            return Vl53l5cxImageStatus.Unreadable;
        }

        bool begins = _chunk[0] == 0x54 && _chunk[1] == 0x50 && _chunk[2] == 0x00 && _chunk[3] == 0x80;
        return begins ? Vl53l5cxImageStatus.Ok : Vl53l5cxImageStatus.WrongStructure;
    }
}
