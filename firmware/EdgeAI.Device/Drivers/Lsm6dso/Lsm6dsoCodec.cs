using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Drivers.Lsm6dso;

/// <summary>Number formats and sensitivities of the LSM6DSO (DS table 2, "Mechanical characteristics"). Pure.</summary>
public static class Lsm6dsoCodec
{
    /// <summary>Decodes a 16-bit two's complement word, low byte first.</summary>
    public static short DecodeWord(byte low, byte high)
    {
        return (short)((high << 8) | low);
    }

    /// <summary>Names what a step of acceleration is worth: 0.061, 0.122, 0.244 or 0.488 mg, exactly, at 9.80665 m/s^2 per g.</summary>
    public static Scale AccelerationScale(Lsm6dsoAccelerationRange range)
    {
        switch (range)
        {
            case Lsm6dsoAccelerationRange.G2:
                return new Scale(59820565, -11, Unit.MetrePerSecondSquared);
            case Lsm6dsoAccelerationRange.G4:
                return new Scale(119641130, -11, Unit.MetrePerSecondSquared);
            case Lsm6dsoAccelerationRange.G8:
                return new Scale(239282260, -11, Unit.MetrePerSecondSquared);
            default:
                return new Scale(478564520, -11, Unit.MetrePerSecondSquared);
        }
    }

    /// <summary>Names what a step of angular velocity is worth: 8.75, 17.5, 35 or 70 mdps in radian a second, to nine digits.</summary>
    public static Scale AngularVelocityScale(Lsm6dsoAngularRange range)
    {
        switch (range)
        {
            case Lsm6dsoAngularRange.DegreesPerSecond250:
                return new Scale(152716310, -12, Unit.RadianPerSecond);
            case Lsm6dsoAngularRange.DegreesPerSecond500:
                return new Scale(305432619, -12, Unit.RadianPerSecond);
            case Lsm6dsoAngularRange.DegreesPerSecond1000:
                return new Scale(610865238, -12, Unit.RadianPerSecond);
            default:
                return new Scale(122173048, -11, Unit.RadianPerSecond);
        }
    }
}
