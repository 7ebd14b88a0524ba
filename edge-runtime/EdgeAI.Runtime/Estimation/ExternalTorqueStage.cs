using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Runtime.Estimation;

/// <summary>
/// Answers every state of an arm's joints with the same state and, as its effort, the torques that the world puts on the joints
/// (<see cref="MomentumObserver"/>), in steps of a millionth of a newton metre. A state without positions, rates and efforts of every joint, in
/// other units, or in amperes of a motor whose torque per ampere the model does not know, is unusable; so is one that is not newer than the
/// one before. A hole longer than the options allow starts the observer anew.
/// </summary>
public sealed class ExternalTorqueStage : IStage<JointState, JointState>
{
    private const JointStateParts Needed = JointStateParts.Position | JointStateParts.Velocity | JointStateParts.Effort;

    private static readonly Scale Step = new(1, -6, Unit.NewtonMetre);

    private readonly ArmModel _model;
    private readonly MomentumObserver _observer;
    private readonly double _longestGap;
    private readonly double[] _positions;
    private readonly double[] _velocities;
    private readonly double[] _efforts;
    private long _last;

    /// <summary>Makes the stage.</summary>
    /// <param name="model">The arm.</param>
    /// <param name="options">How the observer follows.</param>
    public ExternalTorqueStage(ArmModel model, ExternalTorqueOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        _model = model;
        _observer = new MomentumObserver(model, options.GainPerSecond, options.Gravity);
        _longestGap = options.LongestGap;
        _positions = new double[model.Count];
        _velocities = new double[model.Count];
        _efforts = new double[model.Count];
    }

    /// <summary>How often the observer started anew after a hole or a jump of the clock.</summary>
    public long Restarts { get; private set; }

    /// <inheritdoc/>
    public StageOutcome Process(in Sample<JointState> input, JointState output, out long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(output);
        JointState state = input.Value;
        long instant = input.Stamp.Nanoseconds;
        oldestInput = instant;
        double seconds = (instant - (double)_last) / 1e9;
        if (!TryRead(state) || (_observer.HasStarted && seconds <= 0 && seconds >= -_longestGap))
        {
            return StageOutcome.Unusable;
        }

        if (_observer.HasStarted && Math.Abs(seconds) > _longestGap)
        {
            _observer.Reset();
            Restarts++;
        }

        _last = instant;
        bool isFirst = !_observer.HasStarted;
        _observer.Take(_positions, _velocities, _efforts, seconds);
        if (isFirst)
        {
            return StageOutcome.NeedsMore;
        }

        output.CopyFrom(state);
        output.EffortScale = Step;
        for (int joint = 0; joint < _model.Count; joint++)
        {
            output.Effort[joint] = ReadingVector.Steps(_observer.ExternalTorques[joint] * 1e6);
        }

        return StageOutcome.Decided;
    }

    private bool TryRead(JointState state)
    {
        bool isCurrent = ReadingVector.Fits(state.EffortScale, Unit.Ampere);
        if (state.Count != _model.Count
            || (state.Parts & Needed) != Needed
            || !ReadingVector.Fits(state.PositionScale, Unit.Radian)
            || !ReadingVector.Fits(state.VelocityScale, Unit.RadianPerSecond)
            || !(isCurrent || ReadingVector.Fits(state.EffortScale, Unit.NewtonMetre)))
        {
            return false;
        }

        double position = ScaleConversion.StepOf(state.PositionScale);
        double velocity = ScaleConversion.StepOf(state.VelocityScale);
        double effort = ScaleConversion.StepOf(state.EffortScale);
        for (int joint = 0; joint < _model.Count; joint++)
        {
            double perStep = isCurrent ? _model.Links[joint].TorquePerAmpere : 1;
            if (perStep == 0)
            {
                return false;
            }

            _positions[joint] = state.Position[joint] * position;
            _velocities[joint] = state.Velocity[joint] * velocity;
            _efforts[joint] = state.Effort[joint] * effort * perStep;
        }

        return true;
    }
}
