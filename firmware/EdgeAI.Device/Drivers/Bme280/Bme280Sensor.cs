using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.Bme280;

/// <summary>
/// One quantity of a <see cref="Bme280Chip"/> as a sensor: <see cref="Temperature"/> in 0.01 degC, <see cref="RelativeHumidity"/> in
/// 1/1024 percent, or <see cref="FluidPressure"/> in 1/256 Pa. What the chip does, and what it cannot tell, stands there.
/// </summary>
public sealed class Bme280Sensor : ISensor
{
    private readonly Bme280Chip _chip;
    private readonly Bme280Quantity _quantity;
    private readonly ScalarMessage _message;
    private int _bringUp;
    private long _had;

    /// <summary>Makes a sensor of one quantity.</summary>
    /// <param name="chip">The chip, shared with the sensors of its other quantities.</param>
    /// <param name="quantity">What this one gives.</param>
    public Bme280Sensor(Bme280Chip chip, Bme280Quantity quantity)
    {
        _chip = chip;
        _quantity = quantity;
        _message = MessageOf(quantity);
    }

    /// <summary>The message that <see cref="Read"/> refills.</summary>
    public Message Reading
    {
        get { return _message; }
    }

    /// <summary>Begins or goes on with the chip's bring-up; joins one that another sensor has begun.</summary>
    public SensorStatus Start()
    {
        SensorStatus status = _chip.Start(_bringUp);
        _bringUp = _chip.BringUps;
        return status;
    }

    /// <summary>Takes the chip's latest measurement, once.</summary>
    public SensorStatus Read()
    {
        SensorStatus status = _chip.Take(_had);
        _bringUp = _chip.BringUps;
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _had = _chip.Number;
        _message.Stamp = _chip.Stamp;
        switch (_quantity)
        {
            case Bme280Quantity.Temperature:
                _message.Value = _chip.Temperature;
                break;
            case Bme280Quantity.RelativeHumidity:
                _message.Value = _chip.Humidity;
                break;
            default:
                _message.Value = _chip.Pressure;
                break;
        }

        return SensorStatus.Ok;
    }

    /// <summary>Makes the message with its scale: each is a whole number of decimal digits, so exact.</summary>
    private static ScalarMessage MessageOf(Bme280Quantity quantity)
    {
        ScalarMessage message;
        switch (quantity)
        {
            case Bme280Quantity.Temperature:
                message = new Temperature();
                message.Scale = new Scale(1, -2, Unit.DegreeCelsius);
                return message;
            case Bme280Quantity.RelativeHumidity:
                message = new RelativeHumidity();
                message.Scale = new Scale(9765625, -12, Unit.One);
                return message;
            default:
                message = new FluidPressure();
                message.Scale = new Scale(390625, -8, Unit.Pascal);
                return message;
        }
    }
}
