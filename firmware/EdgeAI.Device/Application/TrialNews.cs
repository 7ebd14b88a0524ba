namespace EdgeAI.Device.Application;

/// <summary>What became of a new configuration, to be told to the robot. From <see cref="Unheard"/> on it was set aside; these numbers are stored.</summary>
internal enum TrialNews : byte
{
    /// <summary>Nothing to tell.</summary>
    None = 0,

    /// <summary>The robot was heard under it: it is kept.</summary>
    Kept = 1,

    /// <summary>The robot was heard under it, and it could not be stored for good.</summary>
    NotKept = 2,

    /// <summary>The robot was not heard under it in time.</summary>
    Unheard = 3,

    /// <summary>As many starts as it has ended before the robot was heard.</summary>
    OutOfStarts = 4,

    /// <summary>This firmware cannot decode it.</summary>
    Refused = 5,

    /// <summary>A start under it could not be counted, so it could never be given up.</summary>
    NotCounted = 6,
}
