using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;

namespace EdgeAI.Device.Drivers.Nau7802;

/// <content>
/// The way from power-on to the first conversion (DS section 9.1), one step per stage, and what every step asks of the
/// chip. Each step can be repeated: a bus fault leaves the stage as it is, any other fault leads back to
/// <see cref="Nau7802Stage.Down"/>.
/// </content>
public sealed partial class Nau7802Sensor
{
    private SensorStatus BringUp()
    {
        SensorStatus status = SensorStatus.Ok;
        while (status == SensorStatus.Ok && _stage != Nau7802Stage.Running)
        {
            // Every step that ends Ok has moved to a later stage, so this ends.
            status = Advance();
        }

        return status;
    }

    private SensorStatus Advance()
    {
        switch (_stage)
        {
            case Nau7802Stage.PoweringUp:
                return AwaitPowerAndConfigure();
            case Nau7802Stage.Settling:
                return AwaitSettlingAndCalibrate();
            case Nau7802Stage.Calibrating:
                return AwaitCalibration();
            case Nau7802Stage.Discarding:
                return Discard();
            default:
                return IdentifyAndReset();
        }
    }

    private SensorStatus IdentifyAndReset()
    {
        BusStatus bus = _port.Read(Nau7802Registers.Revision, _one, 1);
        if (bus == BusStatus.Ok && (_one[0] & 0x0F) != Nau7802Registers.RevisionCode)
        {
            return SensorStatus.WrongChip;
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.PowerUpControl, Nau7802Registers.RegisterReset);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.PowerUpControl, Nau7802Registers.PowerUpDigital);
        if (bus == BusStatus.Ok)
        {
            _stage = Nau7802Stage.PoweringUp;
            _deadline = _clock.Nanoseconds + PowerUpNanoseconds;
        }

        return BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus AwaitPowerAndConfigure()
    {
        BusStatus bus = _port.Read(Nau7802Registers.PowerUpControl, _one, 1);
        if (bus == BusStatus.Ok && (_one[0] & Nau7802Registers.PowerUpReady) == 0)
        {
            return WaitUntilDeadline();
        }

        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.Control1, _control1);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.Control2, _control2);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.AdcControl, Nau7802Registers.ChopperOff);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.PowerControl, _powerControl);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.PowerUpControl, _powered);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        SensorStatus status = ReadControl();
        status = status != SensorStatus.Ok ? status : Confirm(Nau7802Registers.AdcControl, Nau7802Registers.ChopperOff);
        status = status != SensorStatus.Ok ? status : Confirm(Nau7802Registers.PowerControl, _powerControl);
        if (status == SensorStatus.Ok)
        {
            _stage = Nau7802Stage.Settling;
            _deadline = _clock.Nanoseconds + SettlingNanoseconds;
        }

        return status;
    }

    private SensorStatus AwaitSettlingAndCalibrate()
    {
        if (_clock.Nanoseconds < _deadline)
        {
            return SensorStatus.NotReady;
        }

        SensorStatus status = ReadControl();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = _port.Write(Nau7802Registers.PowerUpControl, (byte)(_powered | Nau7802Registers.CycleStart));
        bus = bus != BusStatus.Ok ? bus : _port.Write(Nau7802Registers.Control2, (byte)(_control2 | Nau7802Registers.CalibrationStart));
        if (bus == BusStatus.Ok)
        {
            _stage = Nau7802Stage.Calibrating;
            _deadline = _clock.Nanoseconds + CalibrationNanoseconds;
        }

        return BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus AwaitCalibration()
    {
        SensorStatus status = ReadControl();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        if ((_control[2] & Nau7802Registers.CalibrationStart) != 0)
        {
            return WaitUntilDeadline();
        }

        // The data sheet does not say that the cycle survives a calibration; setting CS where it is set changes nothing.
        BusStatus bus = _port.Write(Nau7802Registers.PowerUpControl, (byte)(_powered | Nau7802Registers.CycleStart));
        if (bus == BusStatus.Ok)
        {
            _stage = Nau7802Stage.Discarding;
            _discarded = 0;
            _waiting = false;
        }

        return BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus Discard()
    {
        SensorStatus status = TakeConversion();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _discarded++;
        if (_discarded < DiscardedConversions)
        {
            return SensorStatus.NotReady;
        }

        _stage = Nau7802Stage.Running;
        return SensorStatus.Ok;
    }

    private SensorStatus WaitUntilDeadline()
    {
        if (_clock.Nanoseconds < _deadline)
        {
            return SensorStatus.NotReady;
        }

        _stage = Nau7802Stage.Down;
        return SensorStatus.Timeout;
    }

    private SensorStatus Confirm(byte register, byte set)
    {
        BusStatus bus = _port.Read(register, _one, 1);
        if (bus == BusStatus.Ok && (_one[0] & set) != set)
        {
            _stage = Nau7802Stage.Down;
            return SensorStatus.ConfigurationLost;
        }

        return BusStatusMapping.ToSensorStatus(bus);
    }

    /// <summary>Reads power, gain and rate, and compares them with what was configured.</summary>
    private SensorStatus ReadControl()
    {
        BusStatus bus = _port.Read(Nau7802Registers.PowerUpControl, _control, ControlBytes);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        int wanted = _powered | Nau7802Registers.PowerUpReady;
        if ((_control[0] & wanted) != wanted
            || _control[1] != _control1
            || (_control[2] & Nau7802Registers.ChannelAndRate) != _control2)
        {
            _stage = Nau7802Stage.Down;
            return SensorStatus.ConfigurationLost;
        }

        int calibration = _control[2] & (Nau7802Registers.CalibrationStart | Nau7802Registers.CalibrationError);
        if (calibration == Nau7802Registers.CalibrationError)
        {
            _stage = Nau7802Stage.Down;
            return SensorStatus.ChipFault;
        }

        return SensorStatus.Ok;
    }

    /// <summary>Reads one conversion into the result buffer, if one is waiting, and its stamp.</summary>
    private SensorStatus TakeConversion()
    {
        SensorStatus status = ReadControl();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        if ((_control[0] & Nau7802Registers.CycleReady) == 0)
        {
            return NoConversion();
        }

        for (int attempt = 0; attempt < 2; attempt++)
        {
            BusStatus bus = _port.Read(Nau7802Registers.ConversionResult, _result, ResultBytes);
            _latest = _port.StampOfLatestRead(_interval);
            bus = bus != BusStatus.Ok ? bus : _port.Read(Nau7802Registers.PowerUpControl, _one, 1);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            if ((_one[0] & Nau7802Registers.CycleReady) == 0)
            {
                _waiting = false;
                return SensorStatus.Ok;
            }
        }

        return SensorStatus.NotReady;
    }

    private SensorStatus NoConversion()
    {
        long now = _clock.Nanoseconds;
        if (!_waiting)
        {
            _waiting = true;
            _waitingSince = now;
        }

        if (now - _waitingSince <= 8 * _interval + 50000000L)
        {
            return SensorStatus.NotReady;
        }

        _stage = Nau7802Stage.Down;
        return SensorStatus.Timeout;
    }
}
