using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Robot.Wiring;

/// <summary>How large the messages are that each driver gives: what routes and queues allocate for.</summary>
internal static class MessageShape
{
    private const int ThermalPixels = 64;
    private const int Electrodes = 12;
    private const int HandTaxels = 72;

    /// <summary>The largest raw frame that a profile's streams and stages can make, in bytes.</summary>
    /// <param name="drivers">The drivers in use.</param>
    public static int LargestFrame(IEnumerable<SensorDriver> drivers)
    {
        Classification fullest = new() { ClassCount = Classification.MaxClasses };
        int largest = FrameEncoder.FrameLength(fullest);
        foreach (SensorDriver driver in drivers)
        {
            largest = Math.Max(largest, FrameEncoder.FrameLength(NewFull(driver)));
        }

        return largest;
    }

    /// <summary>Makes an image that holds a driver's reading.</summary>
    public static Image NewImage() => new(ThermalPixels);

    /// <summary>Makes a taxel array that holds a driver's reading.</summary>
    public static TactileArray NewTactile(SensorDriver driver) => new(TaxelsOf(driver), components: 1);

    private static Message NewFull(SensorDriver driver) => DriverFacts.Of(driver).Message switch
    {
        MessageKind.Image => new Image(ThermalPixels) { Width = 8, Height = 8 },
        MessageKind.TactileArray => new TactileArray(TaxelsOf(driver), components: 1) { TaxelCount = TaxelsOf(driver), HasTouch = true },
        MessageKind.WrenchStamped => new WrenchStamped(),
        MessageKind.ForceStamped => new ForceStamped(),
        MessageKind kind => throw new InvalidOperationException($"no route carries {kind}"),
    };

    private static int TaxelsOf(SensorDriver driver) => driver == SensorDriver.Mpr121 ? Electrodes : HandTaxels;
}
