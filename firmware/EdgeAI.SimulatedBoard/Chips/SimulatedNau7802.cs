using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>
/// A Nuvoton NAU7802 bridge converter at register level, after the data sheet NAU7802 rev. 1.7, January 2012 (cited by section).
/// The bridge is excited by the chip's own AVDD, which is also its reference, on channel 1; channel 2 is open. Simulated: reset,
/// power-up, conversion cycle and its settling, gain, calibration, saturation. Not simulated: temperature sensor, OTP, crystal,
/// chopper settings; the LDO sets the noise alone, because the bridge is ratiometric.
/// </summary>
public sealed class SimulatedNau7802 : RegisterChip
{
    /// <summary>The chip's only address (data sheet, "I2C interface").</summary>
    public const byte DefaultAddress = 0x2A;

    private const byte PowerUp = 0x00;
    private const byte Control1 = 0x01;
    private const byte Control2 = 0x02;
    private const byte Offset1 = 0x03;
    private const byte Gain1 = 0x06;
    private const byte ChannelStride = 0x07;
    private const byte I2cControl = 0x11;
    private const byte Result = 0x12;
    private const byte LastResult = 0x14;
    private const byte Amplifier = 0x1B;
    private const byte Revision = 0x1F;
    private const int RegisterCount = 0x20;

    // Section 11.1, PU_CTRL.
    private const byte RegisterReset = 0x01;
    private const byte DigitalOn = 0x02;
    private const byte AnalogOn = 0x04;
    private const byte Ready = 0x08;
    private const byte CycleStart = 0x10;
    private const byte CycleReady = 0x20;
    private const byte ExternalCrystal = 0x40;
    private const byte InternalLdo = 0x80;
    private const byte PowerUpWritable = DigitalOn | AnalogOn | CycleStart | ExternalCrystal | InternalLdo;

    // Section 11.3, CTRL2.
    private const byte CalibrationError = 0x08;
    private const byte CalibrationStart = 0x04;
    private const byte CalibrationMode = 0x03;
    private const byte OffsetInternal = 0;
    private const byte OffsetSystem = 2;
    private const byte GainSystem = 3;

    // Section 9.1, step 3: PUR rises about 200 us after PUD.
    private const long PowerUpNanoseconds = 200_000;

    // The data sheet gives no duration; about 344 ms is what users of the chip measure.
    private const long CalibrationNanoseconds = 344_000_000;

    // The decimation filter spans four conversions: a step at the input is whole in the fourth result.
    private const int FilterLength = 4;

    // Section 7.2: full scale is half the reference over the gain.
    private const double FullScaleShare = 0.5;
    private const double FullScaleCode = 1 << 23;
    private const int MaxCode = 0x7F_FFFF;
    private const int MinCode = -0x80_0000;

    // Section 8.6, calibration: gain 1 is bit 23; offset is a sign and 23 bits of magnitude.
    private const double UnityGain = 1 << 23;
    private const double MaxGain = 256;

    // What the converter itself adds, referred to its input: the offset that an internal calibration takes away, and the noise at
    // 10 samples per second (section 7.5.2 tells tens of nanovolts at gain 128), growing with the square root of the rate.
    private const double OffsetVolts = 5e-6;
    private const double NoiseVolts = 50e-9;
    private const double ExternalAvddVolts = 3.3;

    private readonly IClock _clock;
    private readonly IBridgeInput _bridge;
    private readonly ulong _seed;
    private readonly byte[] _registers = new byte[RegisterCount];
    private long _poweredAt;
    private long _cycleOrigin;
    private long _conversions;
    private long _calibratedAt;
    private int _result;

    /// <summary>Makes a converter at its reset values: powered down.</summary>
    /// <param name="clock">Nanoseconds since the scene's start.</param>
    /// <param name="bridge">What stands at channel 1.</param>
    /// <param name="seed">What the converter's noise comes from.</param>
    public SimulatedNau7802(IClock clock, IBridgeInput bridge, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(bridge);
        _clock = clock;
        _bridge = bridge;
        _seed = seed;
        PowerOn();
    }

    private bool Powered => (_registers[PowerUp] & (DigitalOn | AnalogOn)) == (DigitalOn | AnalogOn);

    // Section 9.1, steps 2 and 3: PUD alone brings the power-up ready bit; the analog part is only needed to convert.
    private bool IsReady => (_registers[PowerUp] & DigitalOn) != 0 && _clock.Nanoseconds - _poweredAt >= PowerUpNanoseconds;

    private bool Calibrating => (_registers[Control2] & CalibrationStart) != 0;

    // PGA register 0x1B bit 4 bypasses the amplifier (section 11, REG0x1B).
    private int Gain => (_registers[Amplifier] & 0x10) != 0 ? 1 : 1 << (_registers[Control1] & 0x07);

    // CTRL2 bits 6 to 4 (section 11.3); the values between have no rate.
    private int Rate => ((_registers[Control2] >> 4) & 0x07) switch { 0 => 10, 1 => 20, 2 => 40, 3 => 80, 7 => 320, _ => 0 };

    // CTRL1 bits 5 to 3 (section 11.2): 4.5 V down to 2.4 V in steps of 0.3 V.
    private double ReferenceVolts => (_registers[PowerUp] & InternalLdo) != 0
        ? 4.5 - (0.3 * ((_registers[Control1] >> 3) & 0x07))
        : ExternalAvddVolts;

    private int ChannelOffset => (_registers[Control2] & 0x80) != 0 ? ChannelStride : 0;

    /// <inheritdoc/>
    protected override void ResetAtPowerOn()
    {
        // Section 10: all zero but both gain calibrations, 1.0, and the revision.
        Array.Clear(_registers);
        _registers[Gain1 + 1] = 0x80;
        _registers[Gain1 + ChannelStride + 1] = 0x80;
        _registers[Revision] = 0x0F;
        _result = 0;
        _conversions = 0;
    }

    /// <inheritdoc/>
    protected override void PassTime()
    {
        if (!IsReady || !Powered)
        {
            return;
        }

        if (Calibrating && _clock.Nanoseconds >= _calibratedAt)
        {
            FinishCalibration();
        }

        if (Calibrating || (_registers[PowerUp] & CycleStart) == 0 || (_registers[PowerUp] & ExternalCrystal) != 0 || Rate == 0)
        {
            return;
        }

        long period = 1_000_000_000L / Rate;
        long conversions = (_clock.Nanoseconds - _cycleOrigin) / period;
        if (conversions > _conversions)
        {
            _conversions = conversions;
            _result = Convert(_cycleOrigin + (conversions * period), period, (int)Math.Min(conversions, FilterLength));
            _registers[PowerUp] |= CycleReady;
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(byte register)
    {
        switch (register)
        {
            case PowerUp:
                return (byte)(_registers[PowerUp] | (IsReady ? Ready : 0));
            case >= Result and <= LastResult:
                if (register == LastResult)
                {
                    // Section 11.1: CR falls once the result has been read.
                    _registers[PowerUp] &= unchecked((byte)~CycleReady);
                }

                return (byte)(_result >> (8 * (LastResult - register)));
            case < RegisterCount:
                return _registers[register];
            default:
                return 0;
        }
    }

    /// <inheritdoc/>
    protected override void WriteRegister(byte register, byte value)
    {
        if (register == PowerUp)
        {
            WritePowerUp(value);
            return;
        }

        // Section 11.1: while RR stands, every register is held in reset. Results and revision are read only.
        bool readOnly = register is (>= Result and <= LastResult) or >= Revision;
        if ((_registers[PowerUp] & RegisterReset) != 0 || readOnly)
        {
            return;
        }

        if (register == Control2)
        {
            WriteControl2(value);
            return;
        }

        bool changed = _registers[register] != value;
        _registers[register] = value;
        if (changed && register is Control1 or I2cControl or Amplifier)
        {
            RestartCycle();
        }
    }

    private void WritePowerUp(byte value)
    {
        if ((value & RegisterReset) != 0)
        {
            ResetAtPowerOn();
            _registers[PowerUp] = RegisterReset;
            return;
        }

        byte before = _registers[PowerUp];
        _registers[PowerUp] = (byte)((before & CycleReady) | (value & PowerUpWritable));
        if ((value & ~before & DigitalOn) != 0)
        {
            _poweredAt = _clock.Nanoseconds;
        }

        if (!Powered)
        {
            _registers[PowerUp] &= unchecked((byte)~CycleReady);
        }

        // A conversion cycle begins on the rising edge of CS, but not before the chip is ready.
        byte risen = (byte)(value & ~before);
        if ((risen & (CycleStart | DigitalOn | AnalogOn | InternalLdo)) != 0)
        {
            RestartCycle();
        }
    }

    private void WriteControl2(byte value)
    {
        byte before = _registers[Control2];
        bool start = (value & CalibrationStart) != 0 && (before & CalibrationStart) == 0 && IsReady && Powered;
        byte kept = (byte)(before & (CalibrationError | CalibrationStart));
        _registers[Control2] = (byte)((value & ~(CalibrationError | CalibrationStart)) | kept);
        if (start)
        {
            _registers[Control2] |= CalibrationStart;
            _registers[PowerUp] &= unchecked((byte)~CycleReady);
            _calibratedAt = _clock.Nanoseconds + CalibrationNanoseconds;
        }

        if (((before ^ value) & 0xF0) != 0)
        {
            RestartCycle();
        }
    }

    // After a change of what is converted and how, the filter fills anew.
    private void RestartCycle()
    {
        _cycleOrigin = Math.Max(_clock.Nanoseconds, Powered ? _poweredAt + PowerUpNanoseconds : 0);
        _conversions = 0;
        _registers[PowerUp] &= unchecked((byte)~CycleReady);
    }

    private int Convert(long instant, long period, int filled)
    {
        double sum = 0;
        for (int back = 0; back < filled; back++)
        {
            sum += Measure(instant - (back * period));
        }

        double gain = ReadUnsigned(Gain1 + ChannelOffset, 4) / UnityGain;
        double code = gain * ((sum / FilterLength) - ReadOffset());
        return (int)Math.Clamp(Math.Round(code), MinCode, MaxCode);
    }

    // What the modulator sees, in codes and unbounded: bridge, own offset and noise, times the gain.
    private double Measure(long instant)
    {
        double input = ChannelOffset == 0 ? _bridge.MillivoltsPerVolt(instant) * 1e-3 : 0;
        RandomStream noise = RandomStream.For(_seed, instant, RegisterCount);
        double own = (OffsetVolts + (NoiseVolts * Math.Sqrt(Rate / 10.0) * noise.NextNormal())) / ReferenceVolts;
        return ToCode(input + own);
    }

    private double ToCode(double share) => share * Gain / FullScaleShare * FullScaleCode;

    private void FinishCalibration()
    {
        _registers[Control2] &= unchecked((byte)~(CalibrationStart | CalibrationError));
        switch (_registers[Control2] & CalibrationMode)
        {
            case OffsetInternal:
                WriteOffset(ToCode(OffsetVolts / ReferenceVolts));
                break;
            case OffsetSystem:
                WriteOffset(Measure(_calibratedAt));
                break;
            case GainSystem:
                CalibrateGain(Measure(_calibratedAt) - ReadOffset());
                break;
        }

        _cycleOrigin = _calibratedAt;
        _conversions = 0;
    }

    // Section 8.6.3: an error where the input is negative or so small that the gain would pass 256.
    private void CalibrateGain(double input)
    {
        double gain = MaxCode / input;
        if (input <= 0 || gain > MaxGain)
        {
            _registers[Control2] |= CalibrationError;
            return;
        }

        uint value = (uint)(gain * UnityGain);
        for (int index = 0; index < 4; index++)
        {
            _registers[Gain1 + ChannelOffset + index] = (byte)(value >> (24 - (8 * index)));
        }
    }

    private double ReadOffset()
    {
        uint value = ReadUnsigned(Offset1 + ChannelOffset, 3);
        double magnitude = value & 0x7F_FFFF;
        return (value & 0x80_0000) != 0 ? -magnitude : magnitude;
    }

    private void WriteOffset(double offset)
    {
        uint magnitude = (uint)Math.Min(Math.Round(Math.Abs(offset)), MaxCode);
        uint value = magnitude | (offset < 0 ? 0x80_0000u : 0);
        for (int index = 0; index < 3; index++)
        {
            _registers[Offset1 + ChannelOffset + index] = (byte)(value >> (16 - (8 * index)));
        }
    }

    private uint ReadUnsigned(int register, int count)
    {
        uint value = 0;
        for (int index = 0; index < count; index++)
        {
            value = (value << 8) | _registers[register + index];
        }

        return value;
    }
}
