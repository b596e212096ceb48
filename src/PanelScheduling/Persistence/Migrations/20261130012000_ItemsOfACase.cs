using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>Items are found by their case, also when they have been heard.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130012000_ItemsOfACase")]
    public partial class ItemsOfACase : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "agenda_item_of_case",
                table: "agenda_item",
                column: "case_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "agenda_item_of_case",
                table: "agenda_item");
        }
    }
}
