//! Pictures: what comes in, what is kept of it, and the renditions made of it.
mod asset;
pub use asset::{Asset, AssetState, AssetTexts, NewAsset};
pub fn widths(o: u32) -> Vec<u32> {
    [320, 640, 1024, 1600].into_iter().filter(|w| *w < o).collect()
}
