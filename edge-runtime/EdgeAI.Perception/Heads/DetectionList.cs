using EdgeAI.Perception.Images;

namespace EdgeAI.Perception.Heads;

/// <summary>What a head found in one image, most certain first; allocated once and refilled.</summary>
/// <param name="capacity">The most detections that it holds, 1 or more.</param>
/// <param name="landmarksEach">Landmarks of each detection, 0 or more.</param>
public sealed class DetectionList(int capacity, int landmarksEach = 0)
{
    private readonly Detection[] _items = new Detection[capacity];
    private readonly Landmark[] _landmarks = new Landmark[capacity * landmarksEach];

    /// <summary>The most detections that it holds.</summary>
    public int Capacity => _items.Length;

    /// <summary>Landmarks of each detection.</summary>
    public int LandmarksEach => landmarksEach;

    /// <summary>How many detections it holds.</summary>
    public int Count { get; private set; }

    /// <summary>How many detections had no room since it was last cleared.</summary>
    public int Dropped { get; private set; }

    /// <summary>The detections.</summary>
    public ReadOnlySpan<Detection> Items => _items.AsSpan(0, Count);

    /// <summary>The landmarks of one detection, in the model's order.</summary>
    /// <param name="index">The detection's place.</param>
    public ReadOnlySpan<Landmark> LandmarksOf(int index) => _landmarks.AsSpan(index * landmarksEach, landmarksEach);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = 0;
        Dropped = 0;
    }

    /// <summary>Adds a detection; without room it is counted and dropped.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="landmarks">Its landmarks, <see cref="LandmarksEach"/> of them.</param>
    public void Add(in Detection detection, ReadOnlySpan<Landmark> landmarks = default)
    {
        if (Count == _items.Length)
        {
            Dropped++;
            return;
        }

        _items[Count] = detection;
        landmarks.CopyTo(_landmarks.AsSpan(Count * landmarksEach, landmarksEach));
        Count++;
    }

    /// <summary>Tells everything in the image's pixels instead of the tensor's.</summary>
    /// <param name="placement">Where the image lies in the tensor.</param>
    public void ToImage(in ImagePlacement placement)
    {
        for (int index = 0; index < Count; index++)
        {
            Detection item = _items[index];
            _items[index] = item with
            {
                Left = placement.ToImageX(item.Left),
                Top = placement.ToImageY(item.Top),
                Right = placement.ToImageX(item.Right),
                Bottom = placement.ToImageY(item.Bottom),
            };
        }

        foreach (ref Landmark landmark in _landmarks.AsSpan(0, Count * landmarksEach))
        {
            landmark = landmark with { X = placement.ToImageX(landmark.X), Y = placement.ToImageY(landmark.Y) };
        }
    }

    /// <summary>Cuts every box off at the image's edges, and forgets what lies outside; landmarks stay where they are.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    public void ClipTo(int width, int height)
    {
        int kept = 0;
        for (int index = 0; index < Count; index++)
        {
            Detection item = _items[index];
            Detection inside = item with
            {
                Left = Math.Clamp(item.Left, 0, width),
                Top = Math.Clamp(item.Top, 0, height),
                Right = Math.Clamp(item.Right, 0, width),
                Bottom = Math.Clamp(item.Bottom, 0, height),
            };
            if (inside.Right > inside.Left && inside.Bottom > inside.Top)
            {
                _items[kept] = inside;
                LandmarksOf(index).CopyTo(_landmarks.AsSpan(kept * landmarksEach, landmarksEach));
                kept++;
            }
        }

        Count = kept;
    }
}
