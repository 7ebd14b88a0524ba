using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.Sht4x;

/// <summary>
/// One quantity of a <see cref="Sht4xChip"/> as a sensor: <see cref="Temperature"/> in 0.01 degC, or <see cref="RelativeHumidity"/> in
/// 0.01 percent. What the chip does, and what it cannot tell, stands there.
/// </summary>
public sealed class Sht4xSensor : ISensor
{
    private readonly Sht4xChip _chip;
    private readonly ScalarMessage _message;
    private readonly bool _isTemperature;
    private int _bringUp;
    private long _had;

    /// <summary>Makes a sensor of one quantity.</summary>
    /// <param name="chip">The chip, shared with the sensor of its other quantity.</param>
    /// <param name="quantity">What this one gives.</param>
    public Sht4xSensor(Sht4xChip chip, Sht4xQuantity quantity)
    {
        _chip = chip;
        _isTemperature = quantity == Sht4xQuantity.Temperature;
        _message = _isTemperature ? new Temperature() : (ScalarMessage)new RelativeHumidity();
        _message.Scale = _isTemperature ? new Scale(1, -2, Unit.DegreeCelsius) : new Scale(1, -4, Unit.One);
    }

    /// <summary>The message that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _message; }
    }

    /// <summary>Begins or goes on with the chip's identification; joins one that the other sensor has begun.</summary>
    public SensorStatus Start()
    {
        SensorStatus status = _chip.Start(_bringUp);
        _bringUp = _chip.BringUps;
        return status;
    }

    /// <summary>Has the chip measure, or takes its latest measurement, once.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _chip.Take(_had);
        _bringUp = _chip.BringUps;
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _had = _chip.Number;
        _message.Value = _isTemperature ? _chip.Temperature : _chip.Humidity;
        _message.Stamp = _chip.Stamp;
        return SensorStatus.Ok;
    }
}
