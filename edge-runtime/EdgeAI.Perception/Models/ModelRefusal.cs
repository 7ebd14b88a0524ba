namespace EdgeAI.Perception.Models;

/// <summary>Why a model was not opened.</summary>
public enum ModelRefusal
{
    /// <summary>It was opened.</summary>
    None,

    /// <summary>The folder, its card or the model file is not there.</summary>
    Missing,

    /// <summary>The card cannot be read or contradicts itself.</summary>
    CardInvalid,

    /// <summary>The file is larger than the options allow.</summary>
    TooLarge,

    /// <summary>The file's SHA-256 is not the card's.</summary>
    DigestDiffers,

    /// <summary>The file has the card's digest, yet OnnxRuntime cannot load it.</summary>
    NotAModel,

    /// <summary>The graph's inputs or outputs are not those of the card.</summary>
    ShapeDiffers,

    /// <summary>OnnxRuntime's native library cannot be loaded on this machine.</summary>
    RuntimeMissing,
}
