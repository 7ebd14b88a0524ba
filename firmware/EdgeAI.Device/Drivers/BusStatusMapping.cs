using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;

namespace EdgeAI.Device.Drivers;

/// <summary>The one place where the outcome of a transfer becomes the outcome of a reading.</summary>
public static class BusStatusMapping
{
    /// <summary>Names the sensor status that a bus status stands for; an unknown value is a <see cref="SensorStatus.BusFault"/>.</summary>
    public static SensorStatus ToSensorStatus(BusStatus status)
    {
        switch (status)
        {
            case BusStatus.Ok:
                return SensorStatus.Ok;
            case BusStatus.AddressNotAcknowledged:
            case BusStatus.DataNotAcknowledged:
                return SensorStatus.NotAcknowledged;
            case BusStatus.Timeout:
                return SensorStatus.Timeout;
            default:
                return SensorStatus.BusFault;
        }
    }
}
