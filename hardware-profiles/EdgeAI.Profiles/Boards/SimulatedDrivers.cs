namespace EdgeAI.Profiles.Boards;

/// <summary>The rows of <see cref="DriverFacts.All"/> for drivers without a chip, which are allowed only on a robot that is simulated.</summary>
internal static class SimulatedDrivers
{
    /// <summary>The simulated sensors give what was recorded at a few hundred hertz at most; 1 kHz is the sampling loop's own turn.</summary>
    public static IReadOnlyList<DriverFacts> All { get; } =
    [
        new()
        {
            Driver = SensorDriver.SimulatedHand,
            Code = 200,
            Name = "simulated-hand",
            Message = MessageKind.TactileArray,
            Quantity = Quantity.Counts,
            MaximumRateHz = 1000,
            Simulated = true,
            Taxels = 72,
            OptionalProperties = ["taxels", "decision"],
        },
        new()
        {
            Driver = SensorDriver.SimulatedWrist,
            Code = 201,
            Name = "simulated-wrist",
            Message = MessageKind.WrenchStamped,
            Quantity = Quantity.Counts,
            MaximumRateHz = 1000,
            Simulated = true,
            Properties = ["activity"],
        },
        new()
        {
            Driver = SensorDriver.SimulatedArm,
            Code = 202,
            Name = "simulated-arm",
            Message = MessageKind.JointState,
            Quantity = Quantity.JointTorques,
            MaximumRateHz = 1000,
            Simulated = true,
            Properties = ["arm"],
        },
        new()
        {
            Driver = SensorDriver.SimulatedMagnetometer,
            Code = 203,
            Name = "simulated-magnetometer",
            Message = MessageKind.MagneticField,
            Quantity = Quantity.Tesla,
            MaximumRateHz = 100,
            Simulated = true,
        },
    ];
}
