namespace EdgeAI.Device.Messages;

/// <summary>
/// What a model found on an image, after vision_msgs/Detection2DArray: boxes along the image's axes in sixteenths of a pixel, x to the
/// right and y down from the top left corner of the top left pixel. A box may reach over the border.
/// </summary>
public sealed class Detection2DArray : Decision
{
    /// <summary>The most detections that one message can hold (WIRE.md, "Limits").</summary>
    public const int MaxDetections = 64;

    /// <summary>How many steps of a centre or a size are one pixel.</summary>
    public const int StepsPerPixel = 16;

    /// <summary>The class of each detection: a place in the model's list, 0 to 65535; <see cref="Count"/> of them valid.</summary>
    public readonly ushort[] ClassIndices = new ushort[MaxDetections];

    /// <summary>How sure the model is of each detection, 0 to 65535 for 0 to 1; <see cref="Count"/> of them valid.</summary>
    public readonly ushort[] Scores = new ushort[MaxDetections];

    /// <summary>The centre of each box along x, in sixteenths of a pixel; <see cref="Count"/> of them valid.</summary>
    public readonly int[] CentreX = new int[MaxDetections];

    /// <summary>The centre of each box along y, in sixteenths of a pixel; <see cref="Count"/> of them valid.</summary>
    public readonly int[] CentreY = new int[MaxDetections];

    /// <summary>The width of each box in sixteenths of a pixel, not negative; <see cref="Count"/> of them valid.</summary>
    public readonly int[] SizeX = new int[MaxDetections];

    /// <summary>The height of each box in sixteenths of a pixel, not negative; <see cref="Count"/> of them valid.</summary>
    public readonly int[] SizeY = new int[MaxDetections];

    /// <summary>SHA-256 of the model file.</summary>
    public readonly byte[] ModelDigest = new byte[Classification.DigestLength];

    /// <summary>SHA-256 of the bytes of the model's input tensor.</summary>
    public readonly byte[] InputDigest = new byte[Classification.DigestLength];

    /// <summary>How many detections, 0 to <see cref="MaxDetections"/>: none is an answer, too.</summary>
    public int Count;

    /// <summary>Pixels in a row of the image that was searched, 1 to 65535.</summary>
    public int ImageWidth;

    /// <summary>Rows of the image that was searched, 1 to 65535.</summary>
    public int ImageHeight;

    /// <summary>Where the model ran.</summary>
    public ExecutionProvider Provider;

    /// <inheritdoc/>
    public override MessageType Type
    {
        get { return MessageType.Detection2DArray; }
    }

    /// <inheritdoc/>
    public override void CopyFrom(Message other)
    {
        Detection2DArray source = (Detection2DArray)other;
        CopyDecisionFrom(source);
        Count = source.Count;
        ImageWidth = source.ImageWidth;
        ImageHeight = source.ImageHeight;
        Provider = source.Provider;
        System.Array.Copy(source.ClassIndices, 0, ClassIndices, 0, source.Count);
        System.Array.Copy(source.Scores, 0, Scores, 0, source.Count);
        System.Array.Copy(source.CentreX, 0, CentreX, 0, source.Count);
        System.Array.Copy(source.CentreY, 0, CentreY, 0, source.Count);
        System.Array.Copy(source.SizeX, 0, SizeX, 0, source.Count);
        System.Array.Copy(source.SizeY, 0, SizeY, 0, source.Count);
        System.Array.Copy(source.ModelDigest, 0, ModelDigest, 0, Classification.DigestLength);
        System.Array.Copy(source.InputDigest, 0, InputDigest, 0, Classification.DigestLength);
    }
}
