namespace EdgeAI.Runtime.Estimation;

/// <summary>Looks a stream's frame up once: a stream keeps its frame.</summary>
/// <param name="frames">The robot's frames.</param>
/// <param name="target">The frame to tell in.</param>
internal struct FrameLookUp(FrameTree frames, string target)
{
    private string? _from;
    private bool _found;
    private RigidTransform _transform;

    /// <summary>The transform from a frame to the target; false where the tree does not hold both.</summary>
    public bool TryFrom(string frame, out RigidTransform transform)
    {
        if (frame != _from)
        {
            _from = frame;
            _found = frames.TryLookUp(frame, target, out _transform);
        }

        transform = _transform;
        return _found;
    }
}
