using EdgeAI.Device.Messages;

namespace EdgeAI.Gateway.Sparkplug;

/// <summary>What each type of message tells.</summary>
internal sealed partial class FrameTranslator
{
    private static readonly string[] JointPositions = JointNames("position");
    private static readonly string[] JointVelocities = JointNames("velocity");
    private static readonly string[] JointEfforts = JointNames("effort");

    private void Translate(Message message)
    {
        switch (message)
        {
            case Imu imu:
                Translate(imu);
                break;
            case JointState joints:
                Translate(joints);
                break;
            case WrenchStamped wrench:
                Axes("wrench/force/x", "wrench/force/y", "wrench/force/z", 0, wrench.Force, wrench.ForceScale);
                Axes("wrench/torque/x", "wrench/torque/y", "wrench/torque/z", 3, wrench.Torque, wrench.TorqueScale);
                break;
            case ForceStamped force:
                Real(0, "force/value", force.Value, force.Scale);
                Integer(1, "force/raw_count", force.RawCount);
                break;
            case RangeMeasurement range:
                Real(0, "range/distance", Scaled(range.Distance, range.Scale), range.Scale.Unit, range.Status == RangeStatus.Valid ? _quality : MetricQuality.Bad);
                Integer(1, "range/status", (int)range.Status);
                break;
            case RangeGrid grid:
                Translate(grid);
                break;
            case MagneticField field:
                Axes("magnetic_field/x", "magnetic_field/y", "magnetic_field/z", 0, field.Field, field.Scale);
                break;
            case ElectricalState electrical:
                Real(0, "electrical/voltage", electrical.Voltage, electrical.VoltageScale);
                Real(1, "electrical/current", electrical.Current, electrical.CurrentScale);
                Real(2, "electrical/power", electrical.Power, electrical.PowerScale);
                break;
            case ScalarMessage scalar:
                Real(0, scalar.Type == MessageType.Temperature ? "temperature" : scalar.Type == MessageType.FluidPressure ? "pressure" : "relative_humidity", scalar.Value, scalar.Scale);
                break;
            case TactileArray tactile:
                Translate(tactile);
                break;
            case Image image:
                Extremes("image/minimum", "image/maximum", "image/mean", image.Samples.AsSpan(0, image.Width * image.Height), image.Scale);
                break;
            case Classification classification:
                Integer(0, "classification/class", classification.ClassIndex);
                Real(1, "classification/probability", classification.Probabilities[classification.ClassIndex] / (double)ushort.MaxValue, Unit.One, _quality);
                break;
            case PerceptionEvent happened:
                Translate(happened);
                break;
            case Detection2DArray detections:
                Integer(0, "detections/count", detections.Count);
                Real(1, "detections/best_score", (detections.Count == 0 ? 0 : Largest(detections.Scores.AsSpan(0, detections.Count))) / (double)ushort.MaxValue, Unit.One, _quality);
                break;
            case Fault fault:
                Integer(0, "fault/status", (int)fault.Status);
                Long(1, "fault/failed_readings", fault.FailedReadings);
                MetricCatalog.Spoil(_stream, _group, _timestamp);
                break;
            default:
                break;
        }
    }

    private void Translate(Imu imu)
    {
        if ((imu.Parts & ImuParts.Orientation) != 0)
        {
            Axes("imu/orientation/x", "imu/orientation/y", "imu/orientation/z", 0, imu.Orientation, imu.OrientationScale);
            Real(3, "imu/orientation/w", imu.Orientation[3], imu.OrientationScale);
        }

        if ((imu.Parts & ImuParts.AngularVelocity) != 0)
        {
            Axes("imu/angular_velocity/x", "imu/angular_velocity/y", "imu/angular_velocity/z", 4, imu.AngularVelocity, imu.AngularVelocityScale);
        }

        if ((imu.Parts & ImuParts.LinearAcceleration) != 0)
        {
            Axes("imu/linear_acceleration/x", "imu/linear_acceleration/y", "imu/linear_acceleration/z", 7, imu.LinearAcceleration, imu.LinearAccelerationScale);
        }
    }

    private void Translate(JointState joints)
    {
        Joints(JointPositions, 0, joints.Position, joints.PositionScale, joints.Count, joints.Parts & JointStateParts.Position);
        Joints(JointVelocities, 1, joints.Velocity, joints.VelocityScale, joints.Count, joints.Parts & JointStateParts.Velocity);
        Joints(JointEfforts, 2, joints.Effort, joints.EffortScale, joints.Count, joints.Parts & JointStateParts.Effort);
    }

    private void Joints(string[] names, int part, int[] values, Scale scale, int count, JointStateParts given)
    {
        for (int joint = 0; joint < count && given != JointStateParts.None; joint++)
        {
            Real((joint * 3) + part, names[joint], values[joint], scale);
        }
    }

    private void Translate(TactileArray tactile)
    {
        Extremes("tactile/minimum", "tactile/maximum", "tactile/mean", tactile.Values.AsSpan(0, tactile.TaxelCount * tactile.Components), tactile.Scale);
        if (!tactile.HasTouch)
        {
            return;
        }

        int touched = 0;
        for (int taxel = 0; taxel < tactile.TaxelCount; taxel++)
        {
            touched += tactile.IsTouched(taxel) ? 1 : 0;
        }

        Integer(3, "tactile/touched", touched);
    }

    private void Translate(RangeGrid grid)
    {
        int valid = 0;
        short nearest = short.MaxValue;
        for (int zone = 0; zone < grid.Width * grid.Height; zone++)
        {
            if (grid.Statuses[zone] == (byte)RangeStatus.Valid)
            {
                valid++;
                nearest = Math.Min(nearest, grid.Ranges[zone]);
            }
        }

        Integer(0, "range_grid/valid_zones", valid);
        Real(1, "range_grid/nearest", Scaled(valid == 0 ? grid.Maximum : nearest, grid.Scale), grid.Scale.Unit, valid == 0 ? MetricQuality.Bad : _quality);
    }

    private void Translate(PerceptionEvent happened)
    {
        (int place, string active, string value) = happened.Kind switch
        {
            PerceptionEventKind.Presence => (0, "event/presence/active", "event/presence/value"),
            PerceptionEventKind.Touch => (2, "event/touch/active", "event/touch/value"),
            _ => (4, "event/force/active", "event/force/value"),
        };
        Boolean(place, active, happened.Active);
        Real(place + 1, value, happened.Value, happened.Scale);
    }

    private void Axes(string x, string y, string z, int place, int[] values, Scale scale)
    {
        Real(place, x, values[0], scale);
        Real(place + 1, y, values[1], scale);
        Real(place + 2, z, values[2], scale);
    }

    private void Extremes(string minimum, string maximum, string mean, ReadOnlySpan<short> values, Scale scale)
    {
        short least = short.MaxValue;
        short most = short.MinValue;
        long sum = 0;
        foreach (short value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
            sum += value;
        }

        // A negative mantissa turns the order round.
        double first = Scaled(least, scale);
        double last = Scaled(most, scale);
        Real(0, minimum, Math.Min(first, last), scale.Unit, _quality);
        Real(1, maximum, Math.Max(first, last), scale.Unit, _quality);
        Real(2, mean, Scaled((double)sum / values.Length, scale), scale.Unit, _quality);
    }

    private static ushort Largest(ReadOnlySpan<ushort> scores)
    {
        ushort largest = 0;
        foreach (ushort score in scores)
        {
            largest = Math.Max(largest, score);
        }

        return largest;
    }

    private static string[] JointNames(string part) => [.. Enumerable.Range(0, JointState.MaxJoints).Select(joint => $"joints/{joint}/{part}")];
}
