using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>What each hub says of its papers that a panel had.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130180100_PapersOfPanel")]
    public partial class PapersOfPanel : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(name: "papers", table: "item_minutes", type: "bytea", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "papers", table: "item_minutes");
        }
    }
}
