using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Randomness;

namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>
/// A scene's truth as further sensors meet it. The person stands at 1.2 m before a wall at 3 m. Each force sensor lies under one
/// of the hand's twelve electrodes (sensor modulo twelve) and feels its share of the grip while that is touched; a barometer
/// feels 900 Pa per newton in its gel, a magnetometer the move of a magnet in its skin. Pure functions of the scene; allocates
/// nothing; safe for any number of threads.
/// </summary>
public sealed class SceneFields(Scene scene) : IForceField, IAirField, IRangeField, IMagneticField, IThermalImage
{
    /// <summary>The person's distance, in metres.</summary>
    public const double PersonMetres = 1.2;

    /// <summary>The wall's distance, in metres.</summary>
    public const double WallMetres = 3;

    /// <summary>Pressure in the gel per force on it, in pascal per newton.</summary>
    public const double PascalPerNewton = 900;

    /// <summary>Change of the magnetic field along the normal per force, in microtesla per newton.</summary>
    public const double MicroteslaPerNewton = 60;

    private const double AmbientPascal = 101_325;
    private const double RestingMicrotesla = 400;
    private const double PersonReflectance = 0.5;
    private const double WallReflectance = 0.8;
    private const double RoomCelsius = 25;
    private const double NoiseMetres = 0.003;
    private const double NoisePascal = 0.5;
    private const double NoiseMicrotesla = 0.3;
    private const double ThumbShare = 1;
    private const double FingerShare = 0.5;
    private const int ElectrodesOnThumb = 4;

    // In a slip the skin is dragged along by the object: a third of the normal's change, along x.
    private const double ShearShare = 0.33;

    private const ulong RangeSalt = 0x7261_6E67_65;
    private const ulong AirSalt = 0x6169_7273;
    private const ulong MagneticSalt = 0x6D61_676E;

    /// <inheritdoc/>
    public double Newton(long nanoseconds, int sensor)
    {
        int electrode = sensor % Scene.ElectrodeCount;
        double share = electrode < ElectrodesOnThumb ? ThumbShare : FingerShare;
        return scene.Touched(nanoseconds, electrode) ? share * scene.GripForceNewton(nanoseconds) / ElectrodesOnThumb : 0;
    }

    /// <inheritdoc/>
    public double Pascal(long nanoseconds, int sensor) =>
        AmbientPascal + (PascalPerNewton * Newton(nanoseconds, sensor)) + (NoisePascal * Noise(AirSalt, nanoseconds, sensor));

    /// <inheritdoc/>
    public double AirCelsius(long nanoseconds, int sensor) => RoomCelsius;

    /// <inheritdoc/>
    public double Metres(long nanoseconds, int zone) =>
        (Covered(nanoseconds, zone) ? PersonMetres : WallMetres) + (NoiseMetres * Noise(RangeSalt, nanoseconds, zone));

    /// <inheritdoc/>
    public double Reflectance(long nanoseconds, int zone) => Covered(nanoseconds, zone) ? PersonReflectance : WallReflectance;

    /// <inheritdoc/>
    public double Microtesla(long nanoseconds, int sensor, int axis)
    {
        double normal = MicroteslaPerNewton * Newton(nanoseconds, sensor);
        double shear = scene.Grasp(nanoseconds) == GraspState.Slip ? ShearShare * normal : 0;
        double field = axis switch { 0 => shear, 1 => 0, _ => RestingMicrotesla + normal };
        return field + (NoiseMicrotesla * Noise(MagneticSalt, nanoseconds, (3 * sensor) + axis));
    }

    /// <inheritdoc/>
    public double MagnetometerCelsius(long nanoseconds, int sensor) => RoomCelsius;

    /// <inheritdoc/>
    public double SpotCelsius(long nanoseconds, double across, double down)
    {
        // Between the centres of the scene's 8 x 8 pixels temperatures go over into each other.
        double x = Math.Clamp((across * 8) - 0.5, 0, 7);
        double y = Math.Clamp((down * 8) - 0.5, 0, 7);
        int column = Math.Min((int)x, 6);
        int row = Math.Min((int)y, 6);
        double upper = Between(nanoseconds, (8 * row) + column, x - column);
        double lower = Between(nanoseconds, (8 * (row + 1)) + column, x - column);
        return upper + ((lower - upper) * (y - row));
    }

    /// <inheritdoc/>
    public double CameraCelsius(long nanoseconds) => scene.BodyCelsius(nanoseconds);

    private double Between(long nanoseconds, int pixel, double share)
    {
        double left = scene.PixelCelsius(nanoseconds, pixel);
        return left + ((scene.PixelCelsius(nanoseconds, pixel + 1) - left) * share);
    }

    private bool Covered(long nanoseconds, int zone) => scene.PersonShare(nanoseconds, zone) >= 0.5;

    private double Noise(ulong salt, long nanoseconds, int number) => RandomStream.For(scene.Seed ^ salt, nanoseconds, number).NextNormal();
}
