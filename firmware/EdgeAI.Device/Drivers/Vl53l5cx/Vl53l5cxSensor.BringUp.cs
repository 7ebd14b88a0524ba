using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;

namespace EdgeAI.Device.Drivers.Vl53l5cx;

/// <summary>The bring-up: image, firmware, calibration, configuration, start.</summary>
public sealed partial class Vl53l5cxSensor
{
    private const int ChunksPerCall = 8;
    private const int ConfigurationCommands = 19;

    private static readonly byte[] StartCommand = { 0x00, 0x03, 0x00, 0x00 };

    private int _step;
    private int _sent;
    private long _stepBegan;
    private bool _stepTimed;

    /// <summary>Does a stretch of the bring-up.</summary>
    private SensorStatus BringUp()
    {
        SensorStatus status = BringUpStretch();
        bool lost = status == SensorStatus.ChipFault
            || status == SensorStatus.WrongChip
            || status == SensorStatus.ConfigurationLost
            || status == SensorStatus.Implausible
            || _commands.GaveUp;
        return lost ? DownAfter(status) : status;
    }

    private SensorStatus BringUpStretch()
    {
        switch (_stage)
        {
            case Vl53l5cxStage.Down:
                return Identify();
            case Vl53l5cxStage.CheckImage:
                return CheckImage();
            case Vl53l5cxStage.Reboot:
                return Play(Vl53l5cxScript.Reboot, Vl53l5cxStage.Download);
            case Vl53l5cxStage.Download:
                return Download();
            case Vl53l5cxStage.Boot:
                return Play(Vl53l5cxScript.Boot, Vl53l5cxStage.Configure);
            case Vl53l5cxStage.Configure:
                return Configure();
            default:
                return StartRanging();
        }
    }

    private SensorStatus Next(Vl53l5cxStage stage)
    {
        _stage = stage;
        _step = 0;
        _sent = 0;
        _stepTimed = false;
        _commands.Forget();
        return SensorStatus.NotReady;
    }

    private SensorStatus Identify()
    {
        BusStatus bus = _port.Write(Vl53l5cxRegisters.Page, 0);
        bus = bus != BusStatus.Ok ? bus : _port.Read(Vl53l5cxRegisters.Identity, _head, 2);
        bus = bus != BusStatus.Ok ? bus : _port.Write(Vl53l5cxRegisters.Page, Vl53l5cxRegisters.UserPage);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool isIt = _head[0] == Vl53l5cxRegisters.DeviceId && _head[1] == Vl53l5cxRegisters.Revision;
        return isIt ? Next(Vl53l5cxStage.CheckImage) : SensorStatus.WrongChip;
    }

    private SensorStatus CheckImage()
    {
        switch (_image.CheckNext())
        {
            case Vl53l5cxImageStatus.Ok:
                return Next(Vl53l5cxStage.Reboot);
            case Vl53l5cxImageStatus.NotChecked:
                return SensorStatus.NotReady;
            default:
                return SensorStatus.Implausible;
        }
    }

    /// <summary>Plays a script until it waits, polls in vain or ends.</summary>
    private SensorStatus Play(int[] script, Vl53l5cxStage next)
    {
        while (_step < script.Length)
        {
            SensorStatus status = PlayStep(script[_step]);
            if (status != SensorStatus.Ok)
            {
                return status;
            }

            _step++;
            _stepTimed = false;
        }

        return Next(next);
    }

    private SensorStatus PlayStep(int step)
    {
        int action = step >> 24;
        int register = (step >> 8) & 0xFFFF;
        byte value = (byte)step;
        if (action == Vl53l5cxScript.Write)
        {
            return BusStatusMapping.ToSensorStatus(_port.Write(register, value));
        }

        if (!_stepTimed)
        {
            _stepTimed = true;
            _stepBegan = _clock.Nanoseconds;
        }

        long waited = _clock.Nanoseconds - _stepBegan;
        if (action == Vl53l5cxScript.Wait)
        {
            return waited >= value * 1000000L ? SensorStatus.Ok : SensorStatus.NotReady;
        }

        BusStatus bus = _port.Read(register, _head, 1);
        if (bus != BusStatus.Ok)
        {
            return BusStatusMapping.ToSensorStatus(bus);
        }

        bool reached = action == Vl53l5cxScript.PollEqual ? _head[0] == value : (_head[0] & value) == value;
        if (reached)
        {
            return SensorStatus.Ok;
        }

        return waited < Vl53l5cxCommands.PatienceNanoseconds ? SensorStatus.NotReady : DownAfter(SensorStatus.Timeout);
    }

    /// <summary>Sends the firmware to pages 9, 10 and 11: 32 kB, 32 kB and 20 kB.</summary>
    private SensorStatus Download()
    {
        for (int chunk = 0; chunk < ChunksPerCall && _sent < Vl53l5cxImage.FirmwareBytes; chunk++)
        {
            BusStatus bus = BusStatus.Ok;
            if ((_sent & 0x7FFF) == 0)
            {
                bus = _port.Write(Vl53l5cxRegisters.Page, (byte)(0x09 + (_sent >> 15)));
            }

            if (!_image.Read(_sent, _block, ChunkBytes))
            {
                return SensorStatus.Implausible;
            }

            bus = bus != BusStatus.Ok ? bus : _port.WriteBlock(_sent & 0x7FFF, _block, 0, ChunkBytes);
            if (bus != BusStatus.Ok)
            {
                return BusStatusMapping.ToSensorStatus(bus);
            }

            _sent += ChunkBytes;
        }

        return _sent < Vl53l5cxImage.FirmwareBytes ? SensorStatus.NotReady : Next(Vl53l5cxStage.Boot);
    }

    /// <summary>Gives the commands of the configuration, one a call, in the order of ST's driver.</summary>
    private SensorStatus Configure()
    {
        SensorStatus status = ConfigureStep();
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        _step++;
        return _step < ConfigurationCommands ? SensorStatus.NotReady : Next(Vl53l5cxStage.StartRanging);
    }

    private SensorStatus ConfigureStep()
    {
        switch (_step)
        {
            case 0:
                return ReadCalibration();
            case 1:
                return SendOffsets(true);
            case 2:
                return SendPart(Vl53l5cxImage.Crosstalk4, Vl53l5cxImage.CrosstalkBytes, Vl53l5cxRegisters.CrosstalkAt);
            case 3:
                return SendPart(Vl53l5cxImage.Configuration, Vl53l5cxImage.ConfigurationBytes, Vl53l5cxRegisters.ConfigurationAt);
            case 4:
                return _commands.WriteBlock(Vl53l5cxRegisters.PipeControl, Vl53l5cxScript.PipeControl);
            case 5:
                return _commands.WriteBlock(Vl53l5cxRegisters.SingleRange, Vl53l5cxScript.SingleRange);
            case 6:
                return _commands.ReadBlock(Vl53l5cxRegisters.ReceiverConfiguration, _block, 16);
            case 7:
                Set(0x04, 16);
                Set(0x06, 16);
                Set(0x09, 1);
                return _commands.WriteBlock(Vl53l5cxRegisters.ReceiverConfiguration, _block, 16);
            case 8:
                return _commands.ReadBlock(Vl53l5cxRegisters.ZoneConfiguration, _block, 8);
            case 9:
                Set(0x00, Vl53l5cxRegisters.Side);
                Set(0x01, Vl53l5cxRegisters.Side);
                Set(0x04, 4);
                Set(0x05, 4);
                return _commands.WriteBlock(Vl53l5cxRegisters.ZoneConfiguration, _block, 8);
            case 10:
                return SendOffsets(false);
            case 11:
                return SendPart(Vl53l5cxImage.Crosstalk8, Vl53l5cxImage.CrosstalkBytes, Vl53l5cxRegisters.CrosstalkAt);
            case 12:
                return _commands.ReadBlock(Vl53l5cxRegisters.Frequency, _block, 4);
            case 13:
                Set(0x01, _frequency);
                return _commands.WriteBlock(Vl53l5cxRegisters.Frequency, _block, 4);
            case 14:
                return Confirm(Vl53l5cxRegisters.Frequency, 4, 0x01, _frequency);
            case 15:
                return Confirm(Vl53l5cxRegisters.ZoneConfiguration, 8, 0x00, Vl53l5cxRegisters.Side);
            case 16:
                return _commands.WriteBlock(Vl53l5cxRegisters.OutputList, Vl53l5cxScript.OutputList);
            case 17:
                return _commands.WriteBlock(Vl53l5cxRegisters.OutputConfiguration, Vl53l5cxScript.OutputConfiguration);
            default:
                return _commands.WriteBlock(Vl53l5cxRegisters.OutputEnables, Vl53l5cxScript.OutputEnables);
        }
    }

    private SensorStatus ReadCalibration()
    {
        for (int word = 0; word < Vl53l5cxScript.CalibrationRequest.Length; word++)
        {
            uint value = Vl53l5cxScript.CalibrationRequest[word];
            _block[4 * word] = (byte)(value >> 24);
            _block[4 * word + 1] = (byte)(value >> 16);
            _block[4 * word + 2] = (byte)(value >> 8);
            _block[4 * word + 3] = (byte)value;
        }

        int count = 4 * Vl53l5cxScript.CalibrationRequest.Length;
        SensorStatus status = _commands.Run(Vl53l5cxRegisters.CalibrationRequestAt, _block, count, 0, 0x02);
        if (status != SensorStatus.Ok)
        {
            return status;
        }

        BusStatus bus = _port.Read(Vl53l5cxRegisters.CommandAnswer, _calibration, Vl53l5cxRegisters.CalibrationBytes);
        return BusStatusMapping.ToSensorStatus(bus);
    }

    private SensorStatus SendOffsets(bool forFourByFour)
    {
        Vl53l5cxOffsets.Make(_calibration, forFourByFour, _block);
        return _commands.Run(Vl53l5cxRegisters.OffsetAt, _block, Vl53l5cxOffsets.Bytes, 1, 0x03);
    }

    private SensorStatus SendPart(int offset, int count, int register)
    {
        return _image.Read(offset, _block, count) ? _commands.Run(register, _block, count, 1, 0x03) : SensorStatus.Implausible;
    }

    private SensorStatus Confirm(int index, int count, int at, byte wanted)
    {
        SensorStatus status = _commands.ReadBlock(index, _block, count);
        if (status == SensorStatus.Ok && _block[Vl53l5cxCommands.WireIndex(at)] != wanted)
        {
            return SensorStatus.ConfigurationLost;
        }

        return status;
    }

    private void Set(int at, byte value)
    {
        _block[Vl53l5cxCommands.WireIndex(at)] = value;
    }

    private SensorStatus StartRanging()
    {
        while (_step < Vl53l5cxScript.BeforeStart.Length)
        {
            SensorStatus written = PlayStep(Vl53l5cxScript.BeforeStart[_step]);
            if (written != SensorStatus.Ok)
            {
                return written;
            }

            _step++;
        }

        SensorStatus status = _commands.Run(Vl53l5cxRegisters.CommandEnd - 3, StartCommand, StartCommand.Length, 1, 0x03);
        if (status == SensorStatus.Ok)
        {
            _stage = Vl53l5cxStage.Running;
            _streamCount = 255;
            _freshAt = _clock.Nanoseconds;
        }

        return status;
    }
}
