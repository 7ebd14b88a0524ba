namespace EdgeAI.Profiles.Boards;

/// <summary>What turns six bridges into a wrench, as the maker's calibration sheet has it.</summary>
public sealed record SixAxisProfile
{
    /// <summary>The steps that forces are told in, newton.</summary>
    public required AxisScaleProfile Force { get; init; }

    /// <summary>The steps that torques are told in, newton metre.</summary>
    public required AxisScaleProfile Torque { get; init; }

    /// <summary>Six rows, forces in newton a count, then torques in newton metre a count; six columns, the bridges.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Matrix { get; init; }

    /// <summary>What the bridges are at temperatures that rise; one where nothing depends on temperature.</summary>
    public required IReadOnlyList<TemperatureKnotProfile> Knots { get; init; }
}
