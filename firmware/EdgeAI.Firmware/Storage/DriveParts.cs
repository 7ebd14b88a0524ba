using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Drivers.Vl53l5cx;

namespace EdgeAI.Firmware.Storage;

/// <summary>What the internal flash drive has for drivers: the firmware image of a VL53L5CX, which the user puts there.</summary>
internal sealed class DriveParts : IHostParts
{
    private const string Vl53l5cxPath = FileStore.Drive + "vl53l5cx.bin";

    private ImageFile? _image;

    /// <inheritdoc/>
    public IVl53l5cxImage? Vl53l5cxImage
    {
        get
        {
            if (_image == null)
            {
                _image = ImageFile.TryOpen(Vl53l5cxPath);
            }

            return _image;
        }
    }

    /// <summary>None: a board reads chips.</summary>
    public ISensor? MakeHostSensor(SensorConfiguration sensor)
    {
        return null;
    }
}
